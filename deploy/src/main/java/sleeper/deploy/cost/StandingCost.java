package sleeper.deploy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import sleeper.core.json.StoredJson;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Price;
import sleeper.core.price.PriceList;
import sleeper.core.price.Span;
import sleeper.lambda.port.JobMetric;

/**
 * What an instance costs in a month in which no job runs: what is billed by the hour or the month, as the template has it. Storage, requests,
 * logs and all that jobs use come on top.
 *
 * @param lines    a line for each kind of thing that is billed
 * @param unpriced instance types that the list of prices lacks, so that their part is not in it
 * @param prices   that it rests on
 */
public record StandingCost(List<Line> lines, List<String> unpriced, PriceList prices) {
    /** AWS's own figure for a month. */
    private static final int HOURS_OF_MONTH = 730;

    /** CloudWatch's free tier, which the account's other alarms may use up (https://aws.amazon.com/cloudwatch/pricing/). */
    private static final int FREE_ALARMS = 10;

    /** EKS runs two pods of CoreDNS, for which Fargate bills its smallest size (EKS user guide, "Fargate pod configuration"). */
    private static final int DNS_PODS = 2;

    private static final double SMALLEST_VCPU = 0.25;
    private static final double SMALLEST_GB = 0.5;

    /**
     * A kind of thing.
     *
     * @param what    and how many of it
     * @param monthly in the currency of the prices; the least is what the free tier leaves, or what runs at rest
     */
    public record Line(String what, Span monthly) {}

    public StandingCost {
        lines = List.copyOf(lines);
        unpriced = List.copyOf(unpriced);
    }

    /** @param template of CloudFormation */
    public static StandingCost of(JsonNode template, PriceList prices) {
        return new Reader(template, prices).read();
    }

    /** @return of all lines */
    public Span total() {
        return lines.stream().map(Line::monthly).reduce(Span.of(0), Span::plus);
    }

    /** @return {@code {"currency","least","most","prices","lines":[{"what","least","most"}],"unpriced":[…]}} */
    public ObjectNode json() {
        ObjectNode json = span(StoredJson.object().put("currency", prices.currency()), total());
        json.put("prices", prices.words());
        ArrayNode array = json.putArray("lines");
        lines.forEach(line -> span(array.addObject().put("what", line.what()), line.monthly()));
        json.set("unpriced", StoredJson.texts(unpriced));
        return json;
    }

    private static ObjectNode span(ObjectNode to, Span span) {
        return to.put("least", rounded(span.least())).put("most", rounded(span.most()));
    }

    private static double rounded(double amount) {
        return Math.round(amount * 100) / 100.0;
    }

    /** @return the same for people */
    public String words() {
        StringBuilder text = new StringBuilder("A month in which no job runs costs "
                + amounts(total()) + " " + prices.currency() + " (" + prices.words()
                + "; other regions differ, and storage, requests, logs and jobs come on top):\n");
        lines.forEach(line -> text.append("  ")
                .append(line.what())
                .append(": ")
                .append(amounts(line.monthly()))
                .append('\n'));
        if (!unpriced.isEmpty()) {
            text.append("  not in it, since their prices are not known: ")
                    .append(String.join(", ", unpriced))
                    .append('\n');
        }
        return text.toString();
    }

    private static String amounts(Span span) {
        String least = String.format(Locale.ROOT, "%.2f", span.least());
        String most = String.format(Locale.ROOT, "%.2f", span.most());
        return least.equals(most) ? least : least + " to " + most;
    }

    /** Goes through a template once. */
    private static final class Reader {
        private final List<JsonNode> resources;
        private final PriceList prices;
        private final List<Line> lines = new ArrayList<>();
        private final TreeSet<String> unpriced = new TreeSet<>();

        Reader(JsonNode template, PriceList prices) {
            this.resources = StreamSupport.stream(template.path("Resources").spliterator(), false)
                    .toList();
            this.prices = prices;
        }

        StandingCost read() {
            hourly("NAT gateway", count("AWS::EC2::NatGateway"), Price.NAT_GATEWAY);
            hourly("public address", count("AWS::EC2::EIP"), Price.PUBLIC_ADDRESS);
            hourly("interface endpoint in a zone", endpoints(), Price.VPC_ENDPOINT);
            monthly("KMS key", count("AWS::KMS::Key"), count("AWS::KMS::Key"), Price.KMS_KEY);
            int alarms = count("AWS::CloudWatch::Alarm");
            monthly("alarm", Math.max(0, alarms - FREE_ALARMS), alarms, Price.ALARM);
            monthly("dashboard", 0, count("AWS::CloudWatch::Dashboard"), Price.DASHBOARD);
            monthly("metric", 0, JobMetric.values().length, Price.METRIC);
            hourly("EKS cluster", count("AWS::EKS::Cluster"), Price.EKS_CLUSTER);
            dnsPods();
            of("AWS::EMR::Cluster").forEach(this::emrCluster);
            return new StandingCost(lines, List.copyOf(unpriced), prices);
        }

        private List<JsonNode> of(String type) {
            return resources.stream()
                    .filter(resource -> resource.path("Type").asText().equals(type))
                    .map(resource -> resource.path("Properties"))
                    .toList();
        }

        private int count(String type) {
            return of(type).size();
        }

        private int endpoints() {
            return of("AWS::EC2::VPCEndpoint").stream()
                    .filter(endpoint ->
                            endpoint.path("VpcEndpointType").asText().equals("Interface"))
                    .mapToInt(endpoint -> endpoint.path("SubnetIds").size())
                    .sum();
        }

        private void hourly(String what, int count, Price price) {
            add(count + " × " + what, count, Span.of(count * prices.price(price) * HOURS_OF_MONTH));
        }

        private void monthly(String what, int least, int most, Price price) {
            double each = prices.price(price);
            add(most + " × " + what, most, new Span(least * each, most * each));
        }

        private void add(String what, int count, Span monthly) {
            if (count > 0) {
                lines.add(new Line(what, monthly));
            }
        }

        private void dnsPods() {
            int pods = DNS_PODS * count("AWS::EKS::Addon");
            double hour =
                    SMALLEST_VCPU * prices.price(Price.FARGATE_VCPU) + SMALLEST_GB * prices.price(Price.FARGATE_GB);
            add(pods + " × pod of CoreDNS on Fargate", pods, Span.of(pods * hour * HOURS_OF_MONTH));
        }

        /** Managed scaling keeps a cluster between two numbers of instances beside the first. */
        private void emrCluster(JsonNode cluster) {
            JsonNode first = cluster.at("/Instances/MasterInstanceGroup");
            JsonNode core = cluster.at("/Instances/CoreInstanceGroup");
            JsonNode limits = cluster.at("/ManagedScalingPolicy/ComputeLimits");
            int count = core.path("InstanceCount").asInt();
            int least = limits.path("MinimumCapacityUnits").asInt(count);
            int most = limits.path("MaximumCapacityUnits").asInt(count);
            Optional<Double> ofFirst = instance(first.path("InstanceType").asText());
            Optional<Double> ofCore = instance(core.path("InstanceType").asText());
            String what = "EMR cluster of 1 " + first.path("InstanceType").asText() + " and " + least + " to " + most
                    + " " + core.path("InstanceType").asText();
            if (ofFirst.isPresent() && ofCore.isPresent()) {
                lines.add(new Line(
                        what, new Span(ofFirst.get() + least * ofCore.get(), ofFirst.get() + most * ofCore.get())));
            }
        }

        private Optional<Double> instance(String type) {
            Optional<InstanceType> known = prices.instanceType(type);
            if (known.isEmpty()) {
                unpriced.add(type);
            }
            return known.map(found -> (found.ec2PerHour() + found.emrPerHour()) * HOURS_OF_MONTH
                    + found.diskGib() * prices.price(Price.EBS_GB_MONTH));
        }
    }
}
