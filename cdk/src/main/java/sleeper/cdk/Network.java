package sleeper.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.DeploymentSettings.Egress;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/**
 * Where tasks and clusters run: private subnets of the operator's VPC, or of one that is made. In the one that is made S3 and DynamoDB are
 * reached by gateways; what else runs there calls is reached by endpoints, or by a NAT gateway.
 */
final class Network {
    private static final int ZONES = 2;
    private static final int HTTPS = 443;
    private static final int MASK = 20;

    private final IVpc vpc;
    private final List<String> subnets;
    private final SecurityGroup runs;

    Network(Construct parent, InstanceSpec spec) {
        Construct scope = new Construct(parent, "Network");
        List<String> given = spec.settings().find(DeploymentSettings.SUBNETS).orElse(List.of());
        if (given.isEmpty()) {
            vpc = make(scope, spec);
            subnets = vpc.selectSubnets(SubnetSelection.builder()
                            .subnetType(privateSubnets(spec))
                            .build())
                    .getSubnetIds();
        } else {
            vpc = Vpc.fromVpcAttributes(
                    scope,
                    "Vpc",
                    VpcAttributes.builder()
                            .vpcId(spec.get(DeploymentSettings.VPC))
                            .availabilityZones(given)
                            .privateSubnetIds(given)
                            .build());
            subnets = given;
        }
        runs = SecurityGroup.Builder.create(scope, "Runs")
                .vpc(vpc)
                .description("Tasks and clusters of sleeper " + spec.names().id() + ": nothing may call them")
                .allowAllOutbound(false)
                .build();
        runs.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "Services of AWS, by HTTPS");
    }

    private static SubnetType privateSubnets(InstanceSpec spec) {
        return spec.get(DeploymentSettings.EGRESS) == Egress.NAT
                ? SubnetType.PRIVATE_WITH_EGRESS
                : SubnetType.PRIVATE_ISOLATED;
    }

    private static IVpc make(Construct scope, InstanceSpec spec) {
        boolean nat = spec.get(DeploymentSettings.EGRESS) == Egress.NAT;
        List<SubnetConfiguration> kinds = new ArrayList<>();
        kinds.add(subnet("runs", privateSubnets(spec)));
        if (nat) {
            kinds.add(subnet("public", SubnetType.PUBLIC));
        }
        Vpc vpc = Vpc.Builder.create(scope, "Vpc")
                .vpcName(spec.names().stack())
                .maxAzs(ZONES)
                .natGateways(nat ? 1 : 0)
                .subnetConfiguration(kinds)
                .build();
        vpc.addFlowLog(
                "FlowLog",
                FlowLogOptions.builder()
                        .trafficType(FlowLogTrafficType.REJECT)
                        .destination(FlowLogDestination.toCloudWatchLogs(Logs.group(
                                scope, "FlowLogs", "/sleeper/" + spec.names().id() + "/network", spec)))
                        .build());
        gateway(vpc, "S3", GatewayVpcEndpointAwsService.S3);
        gateway(vpc, "DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB);
        if (!nat) {
            endpoints(vpc, spec.platforms());
        }
        return vpc;
    }

    private static SubnetConfiguration subnet(String name, SubnetType type) {
        SubnetConfiguration.Builder builder =
                SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(MASK);
        if (type == SubnetType.PUBLIC) {
            builder.mapPublicIpOnLaunch(false);
        }
        return builder.build();
    }

    private static void gateway(Vpc vpc, String id, GatewayVpcEndpointAwsService service) {
        var unused = vpc.addGatewayEndpoint(
                id, GatewayVpcEndpointOptions.builder().service(service).build());
    }

    /** Containers are pulled from ECR and write to CloudWatch Logs; pods take their role on at STS. */
    private static void endpoints(Vpc vpc, Set<Platform> platforms) {
        if (platforms.contains(Platform.STANDARD) || platforms.contains(Platform.EKS)) {
            endpoint(vpc, "EcrApi", InterfaceVpcEndpointAwsService.ECR);
            endpoint(vpc, "EcrDocker", InterfaceVpcEndpointAwsService.ECR_DOCKER);
            endpoint(vpc, "Logs", InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS);
        }
        if (platforms.contains(Platform.EKS)) {
            endpoint(vpc, "Sts", InterfaceVpcEndpointAwsService.STS);
        }
    }

    private static void endpoint(Vpc vpc, String id, InterfaceVpcEndpointAwsService service) {
        var unused = vpc.addInterfaceEndpoint(
                id, InterfaceVpcEndpointOptions.builder().service(service).build());
    }

    IVpc vpc() {
        return vpc;
    }

    /** @return the ids of the private subnets, two or more */
    List<String> subnets() {
        return subnets;
    }

    /** @return the group of what runs: it may call services of AWS, and nothing may call it */
    String securityGroup() {
        return runs.getSecurityGroupId();
    }
}
