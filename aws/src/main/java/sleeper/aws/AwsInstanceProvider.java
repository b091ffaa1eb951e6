package sleeper.aws;

import java.util.Map;
import java.util.Optional;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.util.Surroundings;

/**
 * The instance on AWS that {@code SLEEPER_INSTANCE_ID} names. The region and the credentials are those of the process, as every AWS
 * client finds them; {@code AWS_ENDPOINT_URL} and its kind name servers in place of AWS.
 */
public final class AwsInstanceProvider implements InstanceStores.Provider {
    /** Environment variable that has the instance's id. */
    public static final String ID_VARIABLE = "SLEEPER_INSTANCE_ID";

    @Override
    public String variable() {
        return ID_VARIABLE;
    }

    @Override
    public String variables() {
        return ID_VARIABLE + " to the id of an instance on AWS, and AWS_REGION to its region";
    }

    @Override
    public Optional<InstanceStores> open(Map<String, String> environment, Surroundings surroundings) {
        return AwsPlace.of(environment).map(place -> AwsInstance.open(place, surroundings));
    }
}
