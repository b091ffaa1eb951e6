"""What requests cost, in US dollars: us-east-1, S3 Standard, DynamoDB on demand.

S3: https://aws.amazon.com/s3/pricing ("Requests & data retrievals"): PUT, COPY, POST and LIST 0.005 for a thousand, GET and all others
0.0004, DELETE nothing. DynamoDB: https://aws.amazon.com/dynamodb/pricing/on-demand, as reduced in November 2024: 0.625 for a million write
request units, 0.125 for a million read request units. A write takes a unit for each KB, a consistent read one for each 4 KB begun; the items
of a small job are below both, so each request counts as one unit. Taken on 2026-11-29 from
quotations of those pages, the newest of September 2026.
"""

DATE = "2026-11-29"
S3_WRITE, S3_READ = 0.005 / 1_000, 0.0004 / 1_000
DYNAMODB_WRITE, DYNAMODB_READ = 0.625 / 1_000_000, 0.125 / 1_000_000
FREE = {"DeleteObject", "DeleteObjects", "AbortMultipartUpload"}
S3_READS = {"GetObject", "HeadObject", "HeadBucket"}
DYNAMODB_READS = {"GetItem", "Query"}
# An item of its own counts for each in a batch; none of the drivers sends one.
UNKNOWN = {"BatchGetItem", "BatchWriteItem", "TransactWriteItems", "Scan"}


def of(service_and_operation):
    """The price of one request."""
    service, operation = service_and_operation.split(":")
    if operation in UNKNOWN:
        raise SystemExit(f"{operation} has no price here: it takes as many units as it has items")
    if service == "DYNAMODB":
        return DYNAMODB_READ if operation in DYNAMODB_READS else DYNAMODB_WRITE
    if operation in FREE:
        return 0.0
    return S3_READ if operation in S3_READS else S3_WRITE
