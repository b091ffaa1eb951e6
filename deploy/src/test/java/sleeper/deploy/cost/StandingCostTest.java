package sleeper.deploy.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sleeper.core.json.StoredJson;
import sleeper.core.price.json.PriceListJson;

/** Figures are worked out by hand from docs/reference/prices.md; a month has 730 hours. */
class StandingCostTest {
    private static final Offset<Double> CENT = within(0.005);

    private static StandingCost of(String resources) {
        return of(StoredJson.parse("a template", "{\"Resources\": {" + resources + "}}"));
    }

    private static StandingCost of(JsonNode template) {
        return StandingCost.of(template, PriceListJson.shipped());
    }

    private static StandingCost golden(String name) throws IOException {
        Path file = Path.of("..", "cdk", "src", "test", "templates", name + ".json");
        return of(StoredJson.parse(name, Files.readString(file)));
    }

    @Test
    void shouldBillAnEndpointInEachOfItsZones() {
        StandingCost cost = of("""
                "a": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "SubnetIds": ["1", "2"]}},
                "b": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Gateway", "RouteTableIds": ["1", "2"]}}
                """);
        assertThat(cost.lines().get(0).what()).isEqualTo("2 × interface endpoint in a zone");
        assertThat(cost.lines().get(0).monthly().most()).isCloseTo(14.6, CENT);
    }

    @Test
    void shouldBillAGatewayWithItsAddress() {
        StandingCost cost = of("""
                "a": {"Type": "AWS::EC2::NatGateway", "Properties": {}},
                "b": {"Type": "AWS::EC2::EIP", "Properties": {}}
                """);
        assertThat(cost.total().least()).isCloseTo(32.85 + 3.65, CENT);
    }

    @Test
    void shouldBillNothingOfWhatTheFreeTierCovers() {
        StandingCost cost = of("""
                "a": {"Type": "AWS::CloudWatch::Alarm", "Properties": {}},
                "b": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {}}
                """);
        assertThat(cost.total().least()).isZero();
        assertThat(cost.total().most()).isCloseTo(0.1 + 3 + 6 * 0.3, CENT);
    }

    @Test
    void shouldBillAClusterBetweenTheLimitsOfManagedScaling() {
        StandingCost cost = of("""
                "a": {"Type": "AWS::EMR::Cluster", "Properties": {
                  "Instances": {
                    "MasterInstanceGroup": {"InstanceCount": 1, "InstanceType": "m5.xlarge"},
                    "CoreInstanceGroup": {"InstanceCount": 1, "InstanceType": "m5.4xlarge"}},
                  "ManagedScalingPolicy": {"ComputeLimits": {"MinimumCapacityUnits": 1, "MaximumCapacityUnits": 10}}}}
                """);
        double first = 0.24 * 730 + 6.4;
        double other = 0.96 * 730 + 25.6;
        StandingCost.Line cluster = cost.lines().get(cost.lines().size() - 1);
        assertThat(cluster.what()).isEqualTo("EMR cluster of 1 m5.xlarge and 1 to 10 m5.4xlarge");
        assertThat(cluster.monthly().least()).isCloseTo(first + other, CENT);
        assertThat(cluster.monthly().most()).isCloseTo(first + 10 * other, CENT);
    }

    @Test
    void shouldNameInstanceTypesWhosePricesAreNotKnown() {
        StandingCost cost = of("""
                "a": {"Type": "AWS::EMR::Cluster", "Properties": {"Instances": {
                    "MasterInstanceGroup": {"InstanceCount": 1, "InstanceType": "z9.large"},
                    "CoreInstanceGroup": {"InstanceCount": 2, "InstanceType": "m5.xlarge"}}}}
                """);
        assertThat(cost.unpriced()).containsExactly("z9.large");
        assertThat(cost.words()).contains("not in it, since their prices are not known: z9.large");
        assertThat(cost.json().at("/unpriced/0").asText()).isEqualTo("z9.large");
    }

    @Test
    void shouldBillAllThatAnInstanceOfEachPlatformHas() throws IOException {
        assertThat(golden("all").lines())
                .extracting(StandingCost.Line::what)
                .containsExactly(
                        "8 × interface endpoint in a zone",
                        "1 × KMS key",
                        "24 × alarm",
                        "1 × dashboard",
                        "6 × metric",
                        "1 × EKS cluster",
                        "2 × pod of CoreDNS on Fargate",
                        "EMR cluster of 1 m5.xlarge and 1 to 10 m5.4xlarge");
    }

    @Test
    void shouldBillLittleForAnInstanceWithoutPlatforms() throws IOException {
        assertThat(golden("none").total().most()).isLessThan(10);
    }
}
