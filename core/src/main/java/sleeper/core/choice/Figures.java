package sleeper.core.choice;

import sleeper.core.platform.ContainerSize;
import sleeper.core.price.Assumption;
import sleeper.core.price.Engine;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Price;
import sleeper.core.price.PriceList;
import sleeper.core.price.Span;

/** Times and costs by a price list. */
final class Figures {
    private static final double SECONDS_OF_HOUR = 3_600;
    private static final double HOURS_OF_MONTH = 730;
    private static final int THOUSAND = 1_000;
    private static final int MILLION = 1_000_000;

    /** A file and its sketches. */
    private static final int PUTS_OF_FILE = 2;

    /** Manifest, request and log entry. */
    private static final int PUTS_OF_COMMIT = 3;

    private final PriceList prices;

    Figures(PriceList prices) {
        this.prices = prices;
    }

    PriceList prices() {
        return prices;
    }

    Span assumed(Assumption what) {
        return prices.assumed(what);
    }

    /** @return seconds that the work takes on so many vCPUs; least on the most of them */
    Span workSeconds(Engine engine, Work work, Span vcpus) {
        double rows = work.rowsOf(prices.rowBytes());
        Span rate = prices.rowsPerVcpuSecond(engine);
        return new Span(rows / (rate.most() * vcpus.most()), rows / (rate.least() * vcpus.least()));
    }

    /** @return what a job costs wherever it runs: files, states and functions */
    Span around(Work work, Candidate candidate) {
        double files = Math.min(candidate.leaves(), Math.max(1, work.rows()));
        double puts = (files * PUTS_OF_FILE + PUTS_OF_COMMIT) * prices.price(Price.S3_PUTS) / THOUSAND;
        return Span.of(puts)
                .plus(assumed(Assumption.STATE_TRANSITIONS).times(prices.price(Price.STATE_TRANSITIONS) / THOUSAND))
                .plus(assumed(Assumption.FUNCTION_CALLS).times(prices.price(Price.LAMBDA_REQUESTS) / MILLION))
                .plus(assumed(Assumption.FUNCTION_GB_SECONDS).times(prices.price(Price.LAMBDA_GB_SECOND)));
    }

    /** @return what so many seconds of something cost that has a price an hour */
    static Span during(Span seconds, double pricePerHour) {
        return seconds.times(pricePerHour / SECONDS_OF_HOUR);
    }

    /** @return price of an hour of an instance in an EMR cluster, its volumes included */
    double perHour(InstanceType type) {
        return type.ec2PerHour()
                + type.emrPerHour()
                + type.diskGib() * prices.price(Price.EBS_GB_MONTH) / HOURS_OF_MONTH;
    }

    /** @return price of an hour of a container on Fargate */
    double fargatePerHour(ContainerSize size) {
        return size.vcpus() * prices.price(Price.FARGATE_VCPU) + size.memoryGib() * prices.price(Price.FARGATE_GB);
    }

    /** @param diskGib above what comes with a worker */
    double serverlessPerHour(ContainerSize size, int diskGib) {
        return size.vcpus() * prices.price(Price.EMR_SERVERLESS_VCPU)
                + size.memoryGib() * prices.price(Price.EMR_SERVERLESS_GB)
                + diskGib * prices.price(Price.EMR_SERVERLESS_DISK_GB);
    }
}
