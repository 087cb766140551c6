"""Who may do what, as a table."""

import pytest

from edge.web import Role

V, W, H, M, S = Role.VIEW, Role.WAITER, Role.HOST, Role.MANAGER, Role.SERVICE


@pytest.mark.parametrize(
    ("role", "covered"),
    [(V, {V}), (W, {V, W}), (H, {V, W, H}), (M, {V, W, H, M, S}), (S, {V, S})],
)
def test_what_a_role_covers(role: Role, covered: set[Role]) -> None:
    assert {needed for needed in Role if role.covers(needed)} == covered
