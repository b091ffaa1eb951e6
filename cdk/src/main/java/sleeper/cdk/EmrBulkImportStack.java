package sleeper.cdk;

import java.util.HashMap;
import java.util.Map;
import sleeper.core.settings.BulkImportSettings;
import sleeper.deployed.FunctionVariable;

/** Bulk import on clusters that jobs make, each its own. */
final class EmrBulkImportStack implements PlatformPart {
    private final Map<String, String> substitutions = new HashMap<>();

    EmrBulkImportStack(InstanceSpec spec, EmrParts emr, Network network) {
        substitutions.put("EmrSubnetIds", String.join(",", network.subnets()));
        substitutions.put("EmrServiceRoleArn", emr.serviceRole().getRoleArn());
        substitutions.put("EmrInstanceProfileArn", emr.profile().getAttrArn());
        substitutions.put("EmrSecurityConfigurationName", emr.security().getRef());
        substitutions.put("EmrLogUri", emr.logUri());
        spec.settings().find(BulkImportSettings.KEY_PAIR).ifPresent(name -> substitutions.put("EmrKeyPairName", name));
        spec.settings()
                .find(BulkImportSettings.SECURITY_GROUP)
                .ifPresent(group -> substitutions.put("EmrMasterSecurityGroupId", group));
    }

    @Override
    public Map<String, String> substitutions() {
        return substitutions;
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return Map.of();
    }
}
