"""`python -m edge.web` prints the OpenAPI document that lies in docs/reference/openapi.json."""

import sys

import edge
from edge.web.openapi import document, written
from edge.web.routes import ENDPOINTS

sys.stdout.buffer.write(written(document(ENDPOINTS, version=edge.__version__)))
