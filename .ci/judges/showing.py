"""What a server shows of a resource, in the form of the template's properties: only properties that the template may have."""

import json


def queue(server, properties):
    client = server.client("sqs")
    url = client.get_queue_url(QueueName=properties["QueueName"])["QueueUrl"]
    shown = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {
        "MessageRetentionPeriod": int(shown["MessageRetentionPeriod"]),
        "VisibilityTimeout": int(shown["VisibilityTimeout"]),
        "SqsManagedSseEnabled": shown.get("SqsManagedSseEnabled") == "true",
        "RedrivePolicy": json.loads(shown.get("RedrivePolicy", "null")),
    }


def queue_policy(server, properties):
    client = server.client("sqs")
    shown = [
        client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
        for url in properties["Queues"]
    ]
    return {"PolicyDocument": json.loads(shown[0])}


def source(server, properties):
    shown = server.client("lambda").list_event_source_mappings(EventSourceArn=properties["EventSourceArn"])
    (shown,) = shown["EventSourceMappings"]
    return {
        "FunctionName": shown["FunctionArn"].split(":", 6)[6],
        "BatchSize": shown["BatchSize"],
        "FunctionResponseTypes": shown["FunctionResponseTypes"],
        "ScalingConfig": shown["ScalingConfig"],
    }


def function(server, properties):
    shown = server.client("lambda").get_function_configuration(FunctionName=properties["FunctionName"])
    return {
        **{key: shown.get(key) for key in ("Handler", "Runtime", "MemorySize", "Timeout", "Role", "Environment")},
        **{key: shown.get(key) for key in ("Architectures", "Description", "EphemeralStorage", "LoggingConfig")},
        "SnapStart": {"ApplyOn": shown.get("SnapStart", {}).get("ApplyOn")},
        "TracingConfig": shown.get("TracingConfig"),
    }


def alias(server, properties):
    shown = server.client("lambda").get_alias(FunctionName=properties["FunctionName"], Name=properties["Name"])
    return {"FunctionVersion": shown["FunctionVersion"]}


def machine(server, properties):
    client = server.client("stepfunctions")
    arns = {each["name"]: each["stateMachineArn"] for each in client.list_state_machines()["stateMachines"]}
    shown = client.describe_state_machine(stateMachineArn=arns[properties["StateMachineName"]])
    logging = shown["loggingConfiguration"]
    return {
        "DefinitionString": shown["definition"],
        "RoleArn": shown["roleArn"],
        "StateMachineType": shown["type"],
        "LoggingConfiguration": {
            "Destinations": [
                {"CloudWatchLogsLogGroup": {"LogGroupArn": each["cloudWatchLogsLogGroup"]["logGroupArn"]}}
                for each in logging.get("destinations", [])
            ],
            "IncludeExecutionData": logging.get("includeExecutionData"),
            "Level": logging["level"],
        },
        "TracingConfiguration": {"Enabled": shown["tracingConfiguration"]["enabled"]},
    }


def role(server, properties):
    shown = server.client("iam").get_role(RoleName=properties["RoleName"])["Role"]
    return {
        "AssumeRolePolicyDocument": shown["AssumeRolePolicyDocument"],
        "Description": shown.get("Description"),
    }


def policy(server, properties):
    """Of a role that has one."""
    client = server.client("iam")
    (name,) = properties["Roles"]
    (shown,) = client.list_role_policies(RoleName=name)["PolicyNames"]
    document = client.get_role_policy(RoleName=name, PolicyName=shown)["PolicyDocument"]
    return {"PolicyName": shown, "PolicyDocument": document}


def table(server, properties):
    shown = server.client("dynamodb").describe_table(TableName=properties["TableName"])["Table"]
    recovery = server.client("dynamodb").describe_continuous_backups(TableName=properties["TableName"])
    recovery = recovery["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return {
        "KeySchema": shown["KeySchema"],
        "AttributeDefinitions": shown["AttributeDefinitions"],
        "BillingMode": shown.get("BillingModeSummary", {}).get("BillingMode"),
        "DeletionProtectionEnabled": shown.get("DeletionProtectionEnabled"),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": recovery == "ENABLED"},
    }


def bucket(server, properties):
    client = server.client("s3")
    name = properties["BucketName"]

    def ask(operation, part):
        try:
            return getattr(client, operation)(Bucket=name).get(part)
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    status = client.get_bucket_versioning(Bucket=name).get("Status")
    return {
        "PublicAccessBlockConfiguration": ask("get_public_access_block", "PublicAccessBlockConfiguration"),
        "OwnershipControls": ask("get_bucket_ownership_controls", "OwnershipControls"),
        "VersioningConfiguration": {"Status": status},
    }


def rule(server, properties):
    client = server.client("events")
    shown = client.describe_rule(Name=properties["Name"])
    return {
        "EventPattern": json.loads(shown["EventPattern"]),
        "State": shown["State"],
        "Targets": client.list_targets_by_rule(Rule=properties["Name"])["Targets"],
    }


def alarm(server, properties):
    (shown,) = server.client("cloudwatch").describe_alarms(AlarmNames=[properties["AlarmName"]])["MetricAlarms"]
    return {key: shown.get(key) for key in properties}


def schedule(server, properties):
    shown = server.client("scheduler").get_schedule(GroupName=properties["GroupName"], Name=properties["Name"])
    return {key: shown.get(key) for key in properties}


def logs(server, properties):
    groups = server.client("logs").describe_log_groups(logGroupNamePrefix=properties["LogGroupName"])["logGroups"]
    return {"RetentionInDays": groups[0].get("retentionInDays")}


SHOWN = {
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::DynamoDB::Table": table,
    "AWS::Events::Rule": rule,
    "AWS::IAM::Policy": policy,
    "AWS::IAM::Role": role,
    "AWS::Lambda::Alias": alias,
    "AWS::Lambda::EventSourceMapping": source,
    "AWS::Lambda::Function": function,
    "AWS::Logs::LogGroup": logs,
    "AWS::S3::Bucket": bucket,
    "AWS::SQS::Queue": queue,
    "AWS::SQS::QueuePolicy": queue_policy,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::StepFunctions::StateMachine": machine,
}
