"""moto's server, whose CloudFormation reads a template also where S3 is at an address of this machine: its own takes the first part of the
host for the bucket, and CDK's command names the host that it uploaded to."""

from urllib.parse import urlparse

from moto.cloudformation import responses
from moto.server import main

read_of_host = responses.get_stack_from_s3_url


def read(template_url, account_id, partition):
    host = urlparse(template_url).netloc
    if host.startswith("127.0.0.1"):
        template_url = template_url.replace(host, "s3.amazonaws.com", 1)
    return read_of_host(template_url, account_id, partition)


responses.get_stack_from_s3_url = read
main()
