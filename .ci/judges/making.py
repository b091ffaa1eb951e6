"""What moto's CloudFormation leaves out, made by each service's own API from the same properties.

The SDK's client checks each property's name and type before it sends it.
"""

import json


def alarm(server, properties):
    server.client("cloudwatch").put_metric_alarm(**properties)


def alias(server, properties):
    server.client("lambda").create_alias(**properties)


def bucket_policy(server, properties):
    server.client("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=json.dumps(properties["PolicyDocument"]))


def queue_policy(server, properties):
    for url in properties["Queues"]:
        document = json.dumps(properties["PolicyDocument"])
        server.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})


def topic_policy(server, properties):
    for arn in properties["Topics"]:
        document = json.dumps(properties["PolicyDocument"])
        server.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=document)


def subscription(server, properties):
    server.client("sns").subscribe(**properties)


def schedule_group(server, properties):
    server.client("scheduler").create_schedule_group(**properties)


def schedule(server, properties):
    server.client("scheduler").create_schedule(**properties)


# In the order in which they are made.
BY_API = {
    "AWS::CloudWatch::Alarm": (alarm, "PutMetricAlarm"),
    "AWS::Lambda::Alias": (alias, "CreateAlias"),
    "AWS::S3::BucketPolicy": (bucket_policy, "PutBucketPolicy"),
    "AWS::SQS::QueuePolicy": (queue_policy, "SetQueueAttributes"),
    "AWS::SNS::TopicPolicy": (topic_policy, "SetTopicAttributes"),
    "AWS::SNS::Subscription": (subscription, "Subscribe"),
    "AWS::Scheduler::ScheduleGroup": (schedule_group, "CreateScheduleGroup"),
    "AWS::Scheduler::Schedule": (schedule, "CreateSchedule"),
}
