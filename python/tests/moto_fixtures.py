import io

import boto3
import pytest
from boto3.s3.transfer import TransferConfig
from instance_double import BUCKET
from moto.server import ThreadedMotoServer


@pytest.fixture(scope="session")
def moto_url():
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def _client(url):
    return boto3.client("s3", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1")


@pytest.fixture
def uploads(moto_url, double):
    """The upload bucket of the instance's double, by its keys."""
    s3 = _client(moto_url)
    s3.create_bucket(Bucket=BUCKET)
    double.s3 = {"s3": moto_url, "s3.access-key": "a", "s3.secret-key": "b"}
    double.restart()

    class Uploads:
        def delete_bucket(self):
            s3.delete_bucket(Bucket=BUCKET)

        def keys(self):
            return [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

        def put(self, key, content):
            s3.put_object(Bucket=BUCKET, Key=key, Body=content)

        def put_in_parts(self, key, content):
            config = TransferConfig(multipart_threshold=1, multipart_chunksize=5 * 2**20)
            s3.upload_fileobj(io.BytesIO(content), BUCKET, key, Config=config)

        def tag(self, key):
            return s3.head_object(Bucket=BUCKET, Key=key)["ETag"]

        def get(self, key):
            return s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    yield Uploads()
    for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        s3.delete_object(Bucket=BUCKET, Key=item["Key"])
    s3.delete_bucket(Bucket=BUCKET)
    s3.close()
