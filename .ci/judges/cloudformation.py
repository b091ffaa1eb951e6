"""Templates of CloudFormation, and what their functions give in an account of no one's."""

import json
import pathlib

REGION = "us-east-1"
ACCOUNT = "123456789012"
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "sleeper-prod",
}
# The property that names a resource of a type. Resources of others get an id when they are made.
NAMES = {
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::ECS::TaskDefinition": "Family",
    "AWS::EKS::Cluster": "Name",
    "AWS::EMR::SecurityConfiguration": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::ScheduleGroup": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
REGIONAL = f"{REGION}:{ACCOUNT}"
ARNS = {
    "AWS::ECS::Cluster": f"arn:aws:ecs:{REGIONAL}:cluster/{{}}",
    "AWS::ECS::TaskDefinition": f"arn:aws:ecs:{REGIONAL}:task-definition/{{}}:1",
    "AWS::Events::Rule": f"arn:aws:events:{REGIONAL}:rule/{{}}",
    "AWS::IAM::InstanceProfile": f"arn:aws:iam::{ACCOUNT}:instance-profile/{{}}",
    "AWS::IAM::OIDCProvider": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{{}}",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{}}",
    "AWS::KMS::Key": f"arn:aws:kms:{REGIONAL}:key/{{}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGIONAL}:function:{{}}",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGIONAL}:log-group:{{}}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGIONAL}:{{}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGIONAL}:{{}}",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{REGIONAL}:stateMachine:{{}}",
}
# What a Ref gives where it is not the name (each type's page in the CloudFormation template reference, "Return values").
REFERENCES = {
    "AWS::ECS::TaskDefinition": ARNS["AWS::ECS::TaskDefinition"],
    "AWS::IAM::OIDCProvider": ARNS["AWS::IAM::OIDCProvider"],
    "AWS::SNS::Topic": ARNS["AWS::SNS::Topic"],
    "AWS::SQS::Queue": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{{}}",
    "AWS::StepFunctions::StateMachine": ARNS["AWS::StepFunctions::StateMachine"],
}
# Other attributes that templates ask for: text in the form that they have.
ATTRIBUTES = {
    ("AWS::EC2::SecurityGroup", "GroupId"): "{}",
    ("AWS::EKS::Cluster", "CertificateAuthorityData"): "Y2VydGlmaWNhdGU=",
    ("AWS::EKS::Cluster", "Endpoint"): "https://{}.eks.amazonaws.com",
    ("AWS::EKS::Cluster", "OpenIdConnectIssuerUrl"): "https://oidc.eks.us-east-1.amazonaws.com/id/{}",
    ("AWS::Lambda::Version", "Version"): "1",
    ("AWS::SQS::Queue", "QueueName"): "{}",
}


class Template:
    """A template by its name.

    Functions are resolved with names of resources where the template has them, else with the ids that they got when they were made, by
    logical id; where there are none, with logical ids.
    """

    def __init__(self, name, body, path=None):
        self.name = name
        self.body = body
        self.path = path
        self.ids = {}

    @classmethod
    def read(cls, name, path):
        return cls(name, json.loads(pathlib.Path(path).read_text()), pathlib.Path(path))

    def write(self, path):
        path.write_text(json.dumps(self.body, indent=1))
        return Template(self.name, self.body, path)

    @property
    def resources(self):
        return self.body["Resources"]

    def of_type(self, kind):
        return {key: resource for key, resource in self.resources.items() if resource["Type"] == kind}

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref":
                return self.reference(argument)
            if function == "Fn::GetAtt":
                return self.attribute(*argument)
            if function == "Fn::Join":
                return argument[0].join(self.resolve(each) for each in argument[1])
            if function == "Fn::Sub":
                return self.substituted(*(argument if isinstance(argument, list) else (argument, {})))
            if function == "Fn::Select":
                return self.resolve(argument[1])[int(argument[0])]
            if function == "Fn::Split":
                return self.resolve(argument[1]).split(argument[0])
            if function.startswith("Fn::"):
                raise ValueError(f"{self.name}: {function} is not known here; teach it to {__name__}.Template.resolve.")
        return {key: self.resolve(each) for key, each in value.items()}

    def substituted(self, text, values):
        for name, value in (PSEUDO | {key: self.resolve(each) for key, each in values.items()}).items():
            text = text.replace("${" + name + "}", value)
        return text

    def _named(self, key):
        resource = self.resources[key]
        kind = resource["Type"]
        name = resource.get("Properties", {}).get(NAMES.get(kind))
        return kind, self.resolve(name) if name else self.ids.get(key, key)

    def reference(self, key):
        if key in PSEUDO:
            return PSEUDO[key]
        kind, name = self._named(key)
        if kind == "AWS::Lambda::Alias":
            properties = self.resolve(self.resources[key]["Properties"])
            return f"{ARNS['AWS::Lambda::Function'].format(properties['FunctionName'])}:{properties['Name']}"
        return REFERENCES.get(kind, "{}").format(name)

    def attribute(self, key, attribute):
        kind, name = self._named(key)
        form = ARNS.get(kind) if attribute == "Arn" else ATTRIBUTES.get((kind, attribute))
        if form is None:
            raise ValueError(f"{self.name}: {attribute} of a {kind} is not known here; add its form to {__name__}.ATTRIBUTES.")
        return form.format(name)
