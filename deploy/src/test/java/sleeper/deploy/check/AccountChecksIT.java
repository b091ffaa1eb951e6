package sleeper.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.StackXml;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.statestore.instance.UnreachableException;

class AccountChecksIT {
    private static final String VPC = "vpc-0123456789abcdef0";
    private static final String SUBNETS = "subnet-0123456789abcdef0,subnet-0123456789abcdef1";
    private static final String GROUP = "sg-0123456789abcdef0";

    private final Map<String, String> properties =
            new HashMap<>(Map.of("sleeper.id", "prod", "sleeper.optional.stacks", "PersistentEmrBulkImportStack"));
    private AwsDouble aws;
    private DeployClients clients;

    /** An account that has been made ready for CDK, and has nothing of the instance. */
    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble().on("GetCallerIdentity", StackXml.CALLER);
        for (String bucket : List.of("config", "data", "input", "jobs", "logs", "uploads")) {
            bucket(bucket, 404);
        }
        aws.on("GET /sleeper-prod-config/commit-log-driver", unused -> new Reply(404, noBucket()))
                .on("GET /sleeper-prod-config/version", unused -> new Reply(404, noBucket()));
        stacks("", "CREATE_COMPLETE");
        clients = aws.clients();
    }

    private static String noBucket() {
        return "<Error><Code>NoSuchBucket</Code><Message>said</Message></Error>";
    }

    private void bucket(String what, int status) {
        aws.on("HEAD /sleeper-prod-" + what, unused -> new Reply(status, ""));
    }

    /**
     * @param instance  status of the instance's stack; empty if it is not there
     * @param bootstrap that of CDK's
     */
    private void stacks(String instance, String bootstrap) {
        aws.on("DescribeStacks", form -> {
            String name = form.contains("StackName=CDKToolkit") ? "CDKToolkit" : "sleeper-prod";
            String status = name.equals("CDKToolkit") ? bootstrap : instance;
            return status.isEmpty()
                    ? new Reply(400, StackXml.missing(name))
                    : new Reply(200, StackXml.stack(name, status));
        });
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private List<Fault> faults() {
        AwsCalls calls = new AwsCalls(aws.surroundings());
        return new AccountChecks(clients, aws.surroundings())
                .faults(new DeploymentFolder(properties, Map.of()), Account.of(clients, calls));
    }

    @Test
    void shouldFindNothingInTheWayOfANewInstance() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldTellAllBucketsThatOthersHaveAndThoseOfOtherRegions() {
        bucket("config", 403);
        bucket("logs", 301);

        assertThat(faults())
                .extracting(Fault::message)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("sleeper.id", "s3://sleeper-prod-config: a bucket that is another account's"),
                        second -> assertThat(second).contains("s3://sleeper-prod-logs: a bucket in another region"));
    }

    @Test
    void shouldRefuseAnotherDriverThanTheTablesWereWrittenWith() {
        bucket("config", 200);
        aws.on("GET /sleeper-prod-config/commit-log-driver", "s3");

        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("sleeper.commit.log.driver", "'dynamodb'", "'s3'");
    }

    @Test
    void shouldRefuseToDeployOverANewerVersion() {
        bucket("config", 200);
        aws.on("GET /sleeper-prod-config/version", "99.0.0\n");

        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("VERSION_TOO_OLD", "newer");
    }

    @Test
    void shouldNotTakeInWhatWasKeptWhereTheNextDestructionWouldEmptyIt() {
        bucket("data", 200);
        assertThat(faults()).isEmpty();
        properties.put("sleeper.retain.data", "false");
        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("sleeper.retain.data", "sleeper-prod-data from before");
        stacks("UPDATE_COMPLETE", "CREATE_COMPLETE");
        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldKnowAnInstanceByItsTemplateWhereTheStackHasNoDescription() {
        aws.on("DescribeStacks", StackXml.stack("sleeper-prod", "CREATE_COMPLETE", ""))
                .on(
                        "GetTemplate",
                        "<GetTemplateResponse><GetTemplateResult><TemplateBody>"
                                + "{\"Description\":\"Sleeper Workflows, instance prod\"}"
                                + "</TemplateBody></GetTemplateResult></GetTemplateResponse>");
        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldRefuseAnIdWhoseStackIsNoInstance() {
        aws.on("DescribeStacks", StackXml.stack("sleeper-prod", "CREATE_COMPLETE", "Beds of a night train"));
        assertThat(faults())
                .extracting(Fault::message)
                .anySatisfy(message -> assertThat(message)
                        .contains("the stack sleeper-prod", "a stack that is no instance", "Choose another id."));
        aws.on("DescribeStacks", StackXml.stack("sleeper-prod", "CREATE_COMPLETE", "Sleeper Workflows, instance prod"));
        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldSendWhatEndedHalfWayToDestroyAndHaveTheRestWaitedFor() {
        stacks("ROLLBACK_COMPLETE", "CREATE_COMPLETE");
        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("sleeper-prod", "ROLLBACK_COMPLETE", "sleeper destroy --instance prod");
        stacks("UPDATE_IN_PROGRESS", "CREATE_COMPLETE");
        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("UPDATE_IN_PROGRESS", "Wait");
    }

    @Test
    void shouldHaveAChangeGoneOnWithThatCouldNotBeTakenBack() {
        stacks("UPDATE_ROLLBACK_FAILED", "CREATE_COMPLETE");

        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name sleeper-prod")
                .doesNotContain("destroy");
    }

    @Test
    void shouldGiveTheCommandByWhichAnAccountIsMadeReadyForCdk() {
        stacks("", "");

        assertThat(faults())
                .singleElement()
                .extracting(Fault::action)
                .asString()
                .contains("npx aws-cdk@2.1134.0 bootstrap aws://123456789012/eu-west-2");
    }

    private void ownNetwork(String zones, String vpcOfSubnets) {
        properties.putAll(Map.of("sleeper.vpc.id", VPC, "sleeper.subnets", SUBNETS));
        String[] each = zones.split(",");
        aws.on(
                        "DescribeVpcs",
                        "<DescribeVpcsResponse><vpcSet><item><vpcId>" + VPC
                                + "</vpcId></item></vpcSet></DescribeVpcsResponse>")
                .on(
                        "DescribeSubnets",
                        form -> new Reply(
                                200,
                                "<DescribeSubnetsResponse><subnetSet><item><subnetId>s</subnetId><vpcId>" + vpcOfSubnets
                                        + "</vpcId><availabilityZone>"
                                        + each[form.contains("cdef0") ? 0 : 1]
                                        + "</availabilityZone></item></subnetSet></DescribeSubnetsResponse>"));
    }

    @Test
    void shouldTakeSubnetsOfTheVpcInTwoZones() {
        ownNetwork("eu-west-2a,eu-west-2b", VPC);

        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldRefuseSubnetsOfOneZoneAndThoseOfAnotherVpc() {
        ownNetwork("eu-west-2a,eu-west-2a", VPC);
        assertThat(faults())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("sleeper.subnets", "all in eu-west-2a", "two zones");
        ownNetwork("eu-west-2a,eu-west-2b", "vpc-99999999");
        assertThat(faults())
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault.message()).contains("vpc-99999999", "which is " + VPC));
    }

    @Test
    void shouldTellAllThatIsNotInTheRegion() {
        properties.putAll(Map.of(
                "sleeper.vpc.id", VPC,
                "sleeper.subnets", SUBNETS,
                "sleeper.bulk.import.emr.keypair.name", "mine",
                "sleeper.bulk.import.emr.master.additional.security.group", GROUP));
        aws.refuseByEc2("DescribeVpcs", 400, "InvalidVpcID.NotFound")
                .refuseByEc2("DescribeKeyPairs", 400, "InvalidKeyPair.NotFound")
                .refuseByEc2("DescribeSecurityGroups", 400, "InvalidGroup.NotFound");

        assertThat(faults())
                .extracting(Fault::message)
                .satisfiesExactly(
                        vpc -> assertThat(vpc).contains("sleeper.vpc.id", VPC, "not there", "eu-west-2", "--region"),
                        pair -> assertThat(pair).contains("sleeper.bulk.import.emr.keypair.name", "mine"),
                        group -> assertThat(group)
                                .contains("sleeper.bulk.import.emr.master.additional.security.group", GROUP));
    }

    @Test
    void shouldNameActionAndResourceOfWhatTheCallerMayNotDo() {
        properties.put("sleeper.bulk.import.emr.keypair.name", "mine");
        aws.refuseByEc2("DescribeKeyPairs", 403, "UnauthorizedOperation");

        assertThatThrownBy(this::faults)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("mine")
                .hasMessageContaining("ec2:DescribeKeyPairs");
    }

    @Test
    void shouldSayThatItWasThrottledAfterItHasWaited() {
        aws.refuse("DescribeStacks", 400, "Throttling", "Rate exceeded");

        assertThatThrownBy(this::faults)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("cloudformation:DescribeStacks")
                .hasMessageContaining("Try again later");
        assertThat(aws.waits()).isNotEmpty();
    }
}
