package sleeper.core.price;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sleeper.core.util.Amounts;

/** Makes the reference page of the prices from the list. */
public final class PricesPage {
    /** Where the page lies, from the project's root. */
    public static final String PATH = "docs/reference/prices.md";

    private PricesPage() {}

    /** @return the page in Markdown */
    public static String render(PriceList prices) {
        return """
                # Prices and rates

                <!-- Made from core/src/main/resources/sleeper/core/price/json/prices.json: change that, then run mvn -pl core verify -Dpages.write -->

                What `./sleeper plan` expects a job to take and to cost, what the queue `auto` chooses by, and what `./sleeper deploy --dry-run`
                expects an instance to cost while no job runs, comes from this list: prices in %s of %s on demand, as of %s, without taxes, discounts and free tiers. Prices change: compare the sources before relying on
                them. [How a platform is chosen](../how-to/choose-a-platform.md) says what is made of it.

                ## Prices

                AWS tells a price on its own page. Some of these pages were not at hand: the last column says where the figure was found
                instead.

                | what | for | %s | AWS's page | found |
                |---|---|---|---|---|
                %s
                ## EC2 instance types in EMR clusters

                Memory for containers is what EMR has YARN give away; disk is what EMR attaches by default. For a type that is not here neither cost
                nor fit is told. AWS's pages: %s. Found:

                %s

                | type | vCPUs | memory, MiB | for containers, MiB | disk, GiB | EC2, %s an hour | EMR, %s an hour |
                |---|---|---|---|---|---|---|
                %s
                ## Measured rates

                Processor seconds of runs on rows of %d bytes, on no machine of AWS. A larger row counts as so many of these as its bytes come to.

                | engine | rows | processor seconds | rows a second and core | where it stands |
                |---|---|---|---|---|
                %s
                ## Assumed

                Nothing here was measured on AWS. An estimate's least comes from the figures that are best for it and its most from the worst.

                | what | from | to | because |
                |---|---|---|---|
                %s
                From both, a vCPU takes in:

                | engine | rows a second, least | most |
                |---|---|---|
                %s""".formatted(
                        prices.currency(),
                        prices.region(),
                        prices.date(),
                        prices.currency(),
                        rows(prices.prices().entrySet().stream()
                                .map(entry -> List.of(
                                        entry.getKey().what(),
                                        entry.getKey().unit(),
                                        entry.getValue().text(),
                                        link(entry.getValue().source()),
                                        linked(entry.getValue().checked())))
                                .toList()),
                        prices.instanceSource().stream().map(PricesPage::link).collect(Collectors.joining(", ")),
                        prices.instanceChecks().stream()
                                .map(check -> "- " + linked(check))
                                .collect(Collectors.joining("\n")),
                        prices.currency(),
                        prices.currency(),
                        rows(prices.instanceTypes().values().stream()
                                .map(type -> List.of(
                                        type.name(),
                                        number(type.vcpus()),
                                        number(type.memoryMib()),
                                        number(type.yarnMib()),
                                        number(type.diskGib()),
                                        Double.toString(type.ec2PerHour()),
                                        Double.toString(type.emrPerHour())))
                                .toList()),
                        prices.rowBytes(),
                        rows(prices.measurements().stream()
                                .map(run -> List.of(
                                        run.engine().words(),
                                        Amounts.count(run.rows()),
                                        run.cpuSeconds(),
                                        number(run.rowsPerSecond()),
                                        run.source()))
                                .toList()),
                        rows(prices.assumptions().entrySet().stream()
                                .map(entry -> List.of(
                                        entry.getKey().words(),
                                        plain(entry.getValue().span().least()),
                                        plain(entry.getValue().span().most()),
                                        entry.getValue().why()))
                                .toList()),
                        rows(List.of(Engine.values()).stream()
                                .map(engine -> List.of(
                                        engine.words(),
                                        number(prices.rowsPerVcpuSecond(engine).least()),
                                        number(prices.rowsPerVcpuSecond(engine).most())))
                                .toList()));
    }

    private static String rows(List<List<String>> rows) {
        return rows.stream()
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }

    private static String link(String source) {
        return "<" + source + ">";
    }

    private static String linked(String text) {
        return text.replaceAll("https?://\\S+", "<$0>");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? number(value) : Double.toString(value);
    }
}
