package sleeper.deploy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.Setting;
import sleeper.core.settings.Settings;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Asks EC2 for what the operator names of it: VPC, subnets, key pair, security group. Codes are those of the EC2 API reference. */
final class NetworkChecks {
    private static final String NOT_ASKED = "Whether the network is there was not found out.";

    private final DeployClients clients;
    private final AwsCalls calls;

    NetworkChecks(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    List<Fault> faults(Settings settings) {
        List<Fault> faults = new ArrayList<>();
        Optional<String> vpc = settings.find(DeploymentSettings.VPC);
        vpc.ifPresent(id -> {
            if (!isThere(
                    "ec2:DescribeVpcs",
                    "InvalidVpcID.NotFound",
                    id,
                    () -> clients.ec2().describeVpcs(request -> request.vpcIds(id)))) {
                faults.add(missing(DeploymentSettings.VPC, id, "a VPC"));
            } else {
                faults.addAll(
                        ofSubnets(id, settings.find(DeploymentSettings.SUBNETS).orElse(List.of())));
            }
        });
        settings.find(BulkImportSettings.KEY_PAIR).ifPresent(name -> {
            if (!isThere(
                    "ec2:DescribeKeyPairs",
                    "InvalidKeyPair.NotFound",
                    name,
                    () -> clients.ec2().describeKeyPairs(request -> request.keyNames(name)))) {
                faults.add(missing(BulkImportSettings.KEY_PAIR, name, "a key pair"));
            }
        });
        settings.find(BulkImportSettings.SECURITY_GROUP)
                .flatMap(id -> ofGroup(id, vpc))
                .ifPresent(faults::add);
        return faults;
    }

    private boolean isThere(String action, String missing, String id, Supplier<Object> request) {
        return calls.askAbout(NOT_ASKED, action, id, Set.of(missing), request).isPresent();
    }

    private List<Fault> ofSubnets(String vpc, List<String> ids) {
        List<Fault> faults = new ArrayList<>();
        List<Subnet> found = new ArrayList<>();
        for (String id : ids) {
            Optional<Subnet> subnet = calls.askAbout(
                            NOT_ASKED,
                            "ec2:DescribeSubnets",
                            id,
                            Set.of("InvalidSubnetID.NotFound"),
                            () -> clients.ec2().describeSubnets(request -> request.subnetIds(id)))
                    .map(DescribeSubnetsResponse::subnets)
                    .flatMap(subnets -> subnets.stream().findFirst());
            if (subnet.isEmpty()) {
                faults.add(missing(DeploymentSettings.SUBNETS, id, "subnets"));
            } else if (!subnet.get().vpcId().equals(vpc)) {
                faults.add(fault(
                        DeploymentSettings.SUBNETS,
                        id + " of " + subnet.get().vpcId(),
                        "subnets of " + DeploymentSettings.VPC.name() + ", which is " + vpc));
            } else {
                found.add(subnet.get());
            }
        }
        if (faults.isEmpty()
                && found.stream().map(Subnet::availabilityZone).distinct().count() < 2) {
            faults.add(fault(
                    DeploymentSettings.SUBNETS,
                    String.join(",", ids) + ", all in " + found.get(0).availabilityZone(),
                    "subnets in two zones or more"));
        }
        return faults;
    }

    private Optional<Fault> ofGroup(String id, Optional<String> vpc) {
        Optional<SecurityGroup> group = calls.askAbout(
                        NOT_ASKED,
                        "ec2:DescribeSecurityGroups",
                        id,
                        Set.of("InvalidGroup.NotFound"),
                        () -> clients.ec2().describeSecurityGroups(request -> request.groupIds(id)))
                .map(DescribeSecurityGroupsResponse::securityGroups)
                .flatMap(groups -> groups.stream().findFirst());
        if (group.isEmpty()) {
            return Optional.of(missing(BulkImportSettings.SECURITY_GROUP, id, "a security group"));
        }
        // Clusters may not have a group of another network, also where theirs is still to be made.
        return vpc.isPresent() && vpc.get().equals(group.get().vpcId())
                ? Optional.empty()
                : Optional.of(fault(
                        BulkImportSettings.SECURITY_GROUP,
                        id + " of " + group.get().vpcId(),
                        vpc.map(network -> "a group of " + network)
                                .orElse("a group of " + DeploymentSettings.VPC.name() + ", which is not set")));
    }

    private Fault missing(Setting<?> setting, String id, String kind) {
        return fault(setting, id + ", which is not there", kind + " of this account in " + clients.region());
    }

    private static Fault fault(Setting<?> setting, String found, String allowed) {
        return new Fault(
                ErrorCode.VALUE_OUT_OF_RANGE,
                AccountChecks.where(setting.name()),
                found,
                allowed,
                "Correct it, or deploy to the region that it is in by --region.");
    }
}
