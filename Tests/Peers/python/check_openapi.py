"""Says what is wrong with an OpenAPI description and with answers that it describes; nothing when all is well.

stdin: {"description": {…}, "answers": [{"schema": "Message", "answer": {…}}]}
"""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

given = json.load(sys.stdin)
description = given["description"]
schemas = description["components"]["schemas"]
for name, schema in schemas.items():
    Draft202012Validator.check_schema(schema)


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


for reference in references(description):
    place = description
    for step in reference.removeprefix("#/").split("/"):
        place = place.get(step, {})
    if not place:
        print(f"{reference} leads nowhere")
for path, methods in description["paths"].items():
    for method, operation in methods.items():
        declared = {item["name"] for item in operation.get("parameters", []) if item["in"] == "path"}
        if declared != {part[1:-1] for part in path.split("/") if part.startswith("{")}:
            print(f"{method} {path}: its path parameters are {declared}")
for answer in given["answers"]:
    schema = {"components": description["components"], "$ref": f"#/components/schemas/{answer['schema']}"}
    for error in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer["answer"]):
        print(f"{answer['schema']}: {error.json_path}: {error.message}")
