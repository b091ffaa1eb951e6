package sleeper.cdk;

import java.util.List;
import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import software.amazon.awscdk.services.emr.CfnSecurityConfiguration;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.IRole;
import software.constructs.Construct;

/** What clusters of EMR have in common, those of jobs and the permanent one. */
final class EmrParts {
    private final IRole serviceRole;
    private final CfnInstanceProfile profile;
    private final CfnSecurityConfiguration security;
    private final String logUri;

    EmrParts(Construct parent, InstanceSpec spec, Roles roles) {
        Construct scope = new Construct(parent, "Emr");
        InstanceNames names = spec.names();
        serviceRole = roles.of("emr-service", "elasticmapreduce.amazonaws.com");
        IRole nodes = roles.of("emr-nodes", "ec2.amazonaws.com");
        // Step Functions names a profile by the name of its role.
        profile = CfnInstanceProfile.Builder.create(scope, "NodesProfile")
                .instanceProfileName(names.role("emr-nodes"))
                .roles(List.of(nodes.getRoleName()))
                .build();
        security = CfnSecurityConfiguration.Builder.create(scope, "Security")
                .name(names.stack())
                .securityConfiguration(Map.of(
                        "EncryptionConfiguration",
                        Map.of(
                                "EnableInTransitEncryption",
                                false,
                                "EnableAtRestEncryption",
                                true,
                                "AtRestEncryptionConfiguration",
                                Map.of("S3EncryptionConfiguration", Map.of("EncryptionMode", "SSE-S3"))),
                        "InstanceMetadataServiceConfiguration",
                        Map.of("MinimumInstanceMetadataServiceVersion", 2, "HttpPutResponseHopLimit", 1)))
                .build();
        logUri = "s3://" + names.bucket("logs") + "/emr/";
    }

    IRole serviceRole() {
        return serviceRole;
    }

    CfnInstanceProfile profile() {
        return profile;
    }

    CfnSecurityConfiguration security() {
        return security;
    }

    String logUri() {
        return logUri;
    }
}
