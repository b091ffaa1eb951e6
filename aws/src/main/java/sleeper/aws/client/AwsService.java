package sleeper.aws.client;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The services that the stores use, as variables name them. */
public enum AwsService {
    S3,
    DYNAMODB;

    /** Variable that names one server for all services. */
    public static final String ENDPOINT_OF_ALL = "AWS_ENDPOINT_URL";

    /** @return the variable that names a server for this service, before {@link #ENDPOINT_OF_ALL} */
    public String endpointVariable() {
        return ENDPOINT_OF_ALL + "_" + name();
    }

    /** @return every variable that may name a server for one of them */
    public static List<String> endpointVariables() {
        return Stream.concat(Stream.of(ENDPOINT_OF_ALL), Arrays.stream(values()).map(AwsService::endpointVariable))
                .toList();
    }
}
