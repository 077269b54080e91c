"""Checks YAML files against a JSON Schema, as the jsonschema package understands it.

Standard input: the schema. Arguments: YAML files. Standard output: a line for each mistake, nothing when all fit.
"""

import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """Times stay texts, as JSON has none."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in entries if tag != "tag:yaml.org,2002:timestamp"]
    for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

schema = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        document = yaml.load(file, Loader)
    for error in sorted(validator.iter_errors(document), key=lambda error: error.json_path):
        print(f"{path}: {error.json_path}: {error.message}")
