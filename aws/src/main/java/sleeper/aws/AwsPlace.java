package sleeper.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.aws.client.AwsService;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Which instance is meant, and where its services answer.
 *
 * @param id        of the instance, as {@link InstanceSettings#ID} has it
 * @param region    of its buckets and tables
 * @param endpoints variables that name servers in place of those of the region, such as {@code AWS_ENDPOINT_URL_S3}
 */
public record AwsPlace(String id, String region, Map<String, String> endpoints) {
    private static final String NOT_OPENED = "No instance on AWS was opened.";
    /** Names the region to most programs that speak with AWS. */
    public static final String REGION_VARIABLE = "AWS_REGION";
    /** A server that stands in for AWS mostly does not care. */
    private static final String REGION_OF_OWN_SERVERS = "us-east-1";
    /** Ends of the names of AWS's own hosts, in every partition: also those of a VPC's endpoint, and for both versions of IP. */
    private static final Set<String> HOSTS_OF_AWS = Region.regions().stream()
            .map(PartitionMetadata::of)
            .flatMap(partition -> Stream.of(
                    partition.dnsSuffix(),
                    partition.dnsSuffix(PartitionEndpointKey.builder()
                            .tags(EndpointTag.DUALSTACK)
                            .build())))
            .filter(Objects::nonNull)
            .map(suffix -> "." + suffix)
            .collect(Collectors.toUnmodifiableSet());

    public AwsPlace {
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * @param environment variables of a process; one that is blank counts as not set
     * @return the instance that they name; empty if they name none
     * @throws InvalidRequestException if the id can be none, an endpoint is no address, or no region is found
     */
    public static Optional<AwsPlace> of(Map<String, String> environment) {
        return set(environment, AwsInstanceProvider.ID_VARIABLE).map(id -> {
            Map<String, String> endpoints = endpoints(environment);
            boolean onOwnServer = endpoints.values().stream().anyMatch(AwsPlace::isOwn);
            return new AwsPlace(checkedId(id), region(environment, onOwnServer), endpoints);
        });
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String checkedId(String id) {
        List<Fault> faults =
                PropertyChecks.instance(AwsInstanceProvider.ID_VARIABLE, Map.of(InstanceSettings.ID.name(), id));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(NOT_OPENED, faults);
        }
        return id;
    }

    private static Map<String, String> endpoints(Map<String, String> environment) {
        Map<String, String> found = new HashMap<>();
        for (String name : AwsService.endpointVariables()) {
            set(environment, name).ifPresent(value -> {
                if (!isAddress(value)) {
                    throw refused(
                            name,
                            value,
                            "an address such as http://127.0.0.1:4566",
                            "Correct the address, or unset it.");
                }
                found.put(name, value);
            });
        }
        return found;
    }

    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String region(Map<String, String> environment, boolean onOwnServer) {
        return set(environment, REGION_VARIABLE)
                .or(() -> set(environment, "AWS_DEFAULT_REGION"))
                .or(() -> onOwnServer
                        ? Optional.of(found(new AwsProfileRegionProvider()).orElse(REGION_OF_OWN_SERVERS))
                        : found(new DefaultAwsRegionProviderChain()))
                .orElseThrow(AwsPlace::noRegion);
    }

    private static Optional<String> found(AwsRegionProvider provider) {
        try {
            return Optional.ofNullable(provider.getRegion()).map(Region::id);
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    private static InvalidRequestException noRegion() {
        return refused(
                REGION_VARIABLE,
                "no region, neither in the environment nor in a profile",
                "a region such as eu-west-2",
                "Set AWS_REGION to the region of the instance.");
    }

    private static InvalidRequestException refused(String where, String found, String allowed, String action) {
        return new InvalidRequestException(
                NOT_OPENED, List.of(new Fault(ErrorCode.VALUE_OUT_OF_RANGE, where, found, allowed, action)));
    }

    /** @return whether a server of the operator's own stands in for the service */
    public boolean isOnOwnServer(AwsService service) {
        return Optional.ofNullable(endpoints.get(service.endpointVariable()))
                .or(() -> Optional.ofNullable(endpoints.get(AwsService.ENDPOINT_OF_ALL)))
                .filter(AwsPlace::isOwn)
                .isPresent();
    }

    private static boolean isOwn(String endpoint) {
        String named = URI.create(endpoint).getHost().toLowerCase(Locale.ROOT);
        String host = named.endsWith(".") ? named.substring(0, named.length() - 1) : named;
        return HOSTS_OF_AWS.stream().noneMatch(host::endsWith);
    }

    /** @return the variables that name it to another process; one that must not be inherited is blank */
    public Map<String, String> variables() {
        Map<String, String> all = new HashMap<>();
        AwsService.endpointVariables().forEach(name -> all.put(name, endpoints.getOrDefault(name, "")));
        all.put(AwsInstanceProvider.ID_VARIABLE, id);
        all.put(REGION_VARIABLE, region);
        return all;
    }

    /** @return the variables that name it to a driver of Spark, which inherits none */
    public Map<String, String> driverVariables() {
        return variables().entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
