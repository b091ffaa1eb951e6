package sleeper.core.choice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.platform.ResourceKind;
import sleeper.core.price.PriceList;
import sleeper.core.settings.ChoiceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;
import sleeper.core.util.Require;

/**
 * Chooses where a job runs: the cheapest of the platforms on which it is expected to run well and to end within the time that
 * {@link ChoiceSettings#LONGEST_TIME} gives; if there is none, the one on which it ends first. Safe for use by many threads.
 */
public final class PlatformChooser {
    private final PriceList prices;
    private final Map<ResourceKind, Assessor> assessors = new EnumMap<>(ResourceKind.class);

    public PlatformChooser(PriceList prices) {
        this.prices = Require.notNull("prices", prices);
        Figures figures = new Figures(prices);
        for (ResourceKind kind : ResourceKind.values()) {
            assessors.put(kind, assessor(kind, figures));
        }
    }

    /** What an attempt creates first is what it runs on, and is billed for. */
    private static Assessor assessor(ResourceKind first, Figures figures) {
        return switch (first) {
            case ECS_TASK -> new TaskAssessor(figures);
            case EMR_CLUSTER -> new OwnClusterAssessor(figures);
            case EMR_STEP -> new PermanentClusterAssessor(figures);
            // An EMR Serverless run starts with three executors, and has more as there is work, unless it says
            // otherwise.
            case EMR_SERVERLESS_JOB_RUN -> new ContainerAssessor(figures, new ServerlessWorkers(figures), 3, true);
            case KUBERNETES_JOB ->
                new ContainerAssessor(figures, new FargatePods(figures), OwnClusterAssessor.EXECUTORS_BY_ITSELF, false);
        };
    }

    /**
     * A choice.
     *
     * @param assessment of what was chosen
     * @param reasons    why, in sentences
     */
    public record Choice(Assessment assessment, List<String> reasons) {
        public Choice {
            Require.notNull("assessment", assessment);
            reasons = List.copyOf(reasons);
        }
    }

    /** @return what the job would come to on one platform */
    public Assessment assess(Work work, Candidate candidate, Site site) {
        ResourceKind first = candidate.platform().description().creates().get(0);
        return assessors.get(first).assess(work, candidate, site);
    }

    /**
     * @param candidates the deployed platforms that the job's document allows; one or more, in the order of what they cost to start
     * @param leftOut    why other deployed platforms are none of them, in sentences
     */
    public Choice choose(Work work, List<Candidate> candidates, Site site, List<String> leftOut) {
        List<Assessment> all = Require.notEmpty("candidates", candidates).stream()
                .map(candidate -> withinTime(assess(work, candidate, site), site.settings()))
                .toList();
        Optional<Assessment> cheapest = all.stream()
                .filter(Assessment::runsWell)
                .min(Comparator.comparingDouble(PlatformChooser::middleCost)
                        .thenComparingDouble(each -> each.seconds().most()));
        List<String> reasons = new ArrayList<>();
        if (work.unseen() > 0) {
            reasons.add("What follows is without the rows of " + Amounts.count(work.unseen(), "source")
                    + " that only the run can reach.");
        }
        Assessment chosen = cheapest.orElseGet(() -> quickest(all));
        reasons.add(why(chosen, all));
        all.stream()
                .filter(other -> other.platform() != chosen.platform())
                .map(this::whyNot)
                .forEach(reasons::add);
        reasons.addAll(leftOut);
        return new Choice(chosen, reasons);
    }

    private static Assessment quickest(List<Assessment> all) {
        return all.stream()
                .min(Comparator.<Assessment>comparingInt(each -> each.faults().isEmpty() ? 0 : 1)
                        .thenComparingDouble(each -> each.seconds().most()))
                .orElseThrow();
    }

    /** Without a price it may cost anything. */
    private static double middleCost(Assessment assessment) {
        return assessment.cost().map(span -> span.middle()).orElse(Double.MAX_VALUE);
    }

    private static Assessment withinTime(Assessment assessment, Settings settings) {
        Duration longest = settings.get(ChoiceSettings.LONGEST_TIME);
        if (assessment.seconds().most() <= longest.toSeconds()) {
            return assessment;
        }
        List<String> obstacles = new ArrayList<>(assessment.obstacles());
        obstacles.add("It may take "
                + Amounts.duration(assessment.most()) + ", longer than the "
                + Amounts.duration(longest) + " of " + ChoiceSettings.LONGEST_TIME.name() + ".");
        return new Assessment(
                assessment.platform(),
                assessment.seconds(),
                assessment.cost(),
                assessment.machines(),
                assessment.advice(),
                assessment.faults(),
                obstacles,
                assessment.warnings());
    }

    private String why(Assessment chosen, List<Assessment> all) {
        String word = chosen.platform().word();
        String expected = expected(chosen);
        if (!chosen.runsWell()) {
            return "No deployed platform is expected to run the job well; of those that there are, " + word
                    + " is expected to end first: " + expected + ". " + words(chosen);
        }
        if (all.size() == 1) {
            return word + " is the one deployed platform that can run the job: " + expected + ".";
        }
        return all.stream().filter(Assessment::runsWell).count() == 1
                ? word + " is the one platform that is expected to run the job well: " + expected + "."
                : word + " is expected to cost least of the platforms that run the job well: " + expected + ".";
    }

    private String whyNot(Assessment other) {
        return other.platform().word() + ": " + expected(other) + "." + (other.runsWell() ? "" : " " + words(other));
    }

    private String expected(Assessment assessment) {
        return assessment.estimate(prices).words();
    }

    private static String words(Assessment assessment) {
        return Stream.concat(
                        assessment.faults().stream().map(fault -> "It has no machine for " + fault.found() + "."),
                        assessment.obstacles().stream())
                .collect(Collectors.joining(" "));
    }
}
