"""moto's server, whose CloudFormation takes a template that CDK's command has uploaded: also where S3 is at an address of this machine, whose
first part moto takes for the bucket; and with event source mappings of the function in place of its alias, which moto does not make."""

import json
import re
from urllib.parse import urlparse

from moto.cloudformation import responses
from moto.server import main

read_of_host = responses.get_stack_from_s3_url


def read(template_url, account_id, partition):
    host = urlparse(template_url).netloc
    if host.startswith("127.0.0.1"):
        template_url = template_url.replace(host, "s3.amazonaws.com", 1)
    template = json.loads(read_of_host(template_url, account_id, partition))
    resources = template["Resources"]
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            named = re.findall(r'"Ref": "(\w+)"', json.dumps(resource["Properties"]["FunctionName"]))
            (alias,) = {name for name in named if resources[name]["Type"] == "AWS::Lambda::Alias"}
            resource["Properties"]["FunctionName"] = resources[alias]["Properties"]["FunctionName"]
    return json.dumps(template)


responses.get_stack_from_s3_url = read
main()
