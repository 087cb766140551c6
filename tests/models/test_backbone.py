"""The backbone is DINOv3's architecture: its positions, and its numbers against the reference implementation."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from models.backbone import Backbone, BackboneConfig, rope_table, rotate  # noqa: E402

pytestmark = pytest.mark.train
TINY = BackboneConfig(dim=48, depth=2, heads=3, registers=4)


def test_prefix_tokens_are_not_turned() -> None:
    tokens = torch.randn(5 + 12, 16)
    turned = rotate(tokens, *rope_table(3, 4, 16, 5))
    assert torch.equal(turned[:5], tokens[:5])
    assert not torch.allclose(turned[5:], tokens[5:])


def test_turning_keeps_lengths_and_sees_only_distances() -> None:
    """q at p and k at p' meet with a product that depends on p - p' alone."""
    cosine, sine = rope_table(6, 6, 16, 0)
    query, key = torch.randn(16), torch.randn(16)
    turned = rotate(query.expand(36, 16), cosine, sine)
    assert torch.allclose(turned.norm(dim=1), query.norm().expand(36), atol=1e-5)
    meets = (turned @ rotate(key.expand(36, 16), cosine, sine).T).reshape(6, 6, 6, 6)
    assert torch.allclose(meets[0, 0, 2, 1], meets[3, 4, 5, 5], atol=1e-4)
    assert not torch.allclose(meets[0, 0, 2, 1], meets[0, 0, 1, 2], atol=1e-4)


def test_same_weights_serve_other_sizes_and_odd_ones_are_refused() -> None:
    backbone = Backbone(TINY)
    assert backbone(torch.zeros(2, 3, 64, 32)).shape == (2, 5 + 8, 48)
    with pytest.raises(ValueError, match="multiples of 16"):
        backbone(torch.zeros(1, 3, 60, 64))


def test_a_convolutional_stem_leaves_one_token_per_patch() -> None:
    backbone = Backbone(BackboneConfig(dim=48, depth=1, heads=3, stem=(8, 12, 16))).eval()
    assert backbone(torch.zeros(1, 3, 64, 48)).shape == (1, 5 + 12, 48)


@pytest.mark.parametrize("wrong", [{"dim": 50, "heads": 3}, {"dim": 48, "heads": 3, "stem": (8, 16)}])
def test_sizes_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"dim 50|stem"):
        BackboneConfig(**wrong)


def _like_transformers(backbone: Backbone) -> dict[str, object]:
    """Our weights under the names of transformers' DINOv3ViTModel."""
    ours = backbone.state_dict()
    theirs = {
        "embeddings.cls_token": ours["cls"],
        "embeddings.register_tokens": ours["registers"],
        "embeddings.mask_token": torch.zeros(1, 1, backbone.config.dim),
        "embeddings.patch_embeddings.weight": ours["patches.0.weight"],
        "embeddings.patch_embeddings.bias": ours["patches.0.bias"],
        "norm.weight": ours["norm.weight"],
        "norm.bias": ours["norm.bias"],
    }
    for number in range(backbone.config.depth):
        mine, other = f"blocks.{number}.", f"model.layer.{number}."
        query, key, value = ours[mine + "attention.qkv.weight"].chunk(3)
        theirs |= {
            other + "attention.q_proj.weight": query,
            other + "attention.q_proj.bias": ours[mine + "attention.query_bias"],
            other + "attention.k_proj.weight": key,
            other + "attention.v_proj.weight": value,
            other + "attention.v_proj.bias": ours[mine + "attention.value_bias"],
            other + "attention.o_proj.weight": ours[mine + "attention.out.weight"],
            other + "attention.o_proj.bias": ours[mine + "attention.out.bias"],
            other + "layer_scale1.lambda1": ours[mine + "scale1"],
            other + "layer_scale2.lambda1": ours[mine + "scale2"],
            other + "mlp.up_proj.weight": ours[mine + "up.weight"],
            other + "mlp.up_proj.bias": ours[mine + "up.bias"],
            other + "mlp.down_proj.weight": ours[mine + "down.weight"],
            other + "mlp.down_proj.bias": ours[mine + "down.bias"],
        }
        for norm in ("norm1", "norm2"):
            theirs |= {f"{other}{norm}.{part}": ours[f"{mine}{norm}.{part}"] for part in ("weight", "bias")}
    return theirs


def test_answers_like_the_reference_implementation() -> None:
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(3)
    backbone = Backbone(TINY).eval()
    for parameter in backbone.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    sizes = transformers.DINOv3ViTConfig(
        hidden_size=48, num_hidden_layers=2, num_attention_heads=3, intermediate_size=192, num_register_tokens=4
    )
    reference = transformers.DINOv3ViTModel(sizes).eval()
    reference.load_state_dict(_like_transformers(backbone), strict=True)
    pixels = torch.randn(2, 3, 48, 80)
    with torch.inference_mode():
        ours, theirs = backbone(pixels), reference(pixels).last_hidden_state
    assert torch.cosine_similarity(ours, theirs, dim=-1).min() >= 0.99999
    assert torch.allclose(ours, theirs, atol=1e-4)
