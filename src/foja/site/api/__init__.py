"""The API at `/api/v1`: what the pages show, as JSON and CSV, from the same questions.

`registry` lists every endpoint. An endpoint is a declaration: a structure of parameters, a
function from them to an `Answer`, and what a row of the answer is. The parser, the OpenAPI
document and the browsable page are all made from it, and `call` asks the same without HTTP.
"""
