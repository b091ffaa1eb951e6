package sleeper.core.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sleeper.core.launch.ClusterOffer;
import sleeper.core.launch.ClusterSize;
import sleeper.core.price.Assumption;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Span;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.BulkImportSettings.Market;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;

/** An EMR cluster that is made for the job. Its instances are billed from their start on. */
final class OwnClusterAssessor implements Assessor {
    /** Spark asks YARN for as many executors if a run says nothing. */
    static final int EXECUTORS_BY_ITSELF = 2;

    private final Figures figures;

    OwnClusterAssessor(Figures figures) {
        this.figures = figures;
    }

    /** By the first offer: of the types that EMR may take, the one whose containers have least memory. */
    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        SparkSize size = SparkSize.of(candidate.sparkConf(), EXECUTORS_BY_ITSELF, true);
        ClusterOffer offer = ClusterOffer.of(site.settings()).get(0);
        Optional<InstanceType> smallest = offer.executorTypes().stream()
                .map(figures.prices()::instanceType)
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(InstanceType::yarnMib));
        return smallest.map(type -> assess(work, candidate, site.settings(), new Nodes(type, size), offer))
                .orElseGet(() -> new UnknownNodes(figures)
                        .assess(
                                work,
                                candidate,
                                size,
                                figures.assumed(Assumption.CLUSTER_OVERHEAD),
                                "a cluster of its own",
                                offer.executorTypes(),
                                List.of()));
    }

    private Assessment assess(Work work, Candidate candidate, Settings settings, Nodes nodes, ClusterOffer offer) {
        SparkSize size = nodes.size();
        ClusterSize nodesOfCluster = ClusterSize.of(settings);
        int initial = nodesOfCluster.initial();
        int most = nodesOfCluster.most();
        int instances = Math.max(initial, nodes.instancesFor(size.mostExecutors(), most));
        SparkRoom room = nodes.roomOrOne(instances);
        SparkShare share = new SparkShare(work, candidate, size);
        String master = settings.get(BulkImportSettings.EMR_MASTER_TYPE);

        List<String> warnings = new ArrayList<>(share.warnings(room.executors(), nodes.mostMemoryMib()));
        nodesOfCluster.warning().ifPresent(warnings::add);
        nodes.warning(most, BulkImportSettings.EMR_MAX_INSTANCES).ifPresent(warnings::add);
        offer.executorTypes().stream()
                .filter(type -> figures.prices().instanceType(type).isEmpty())
                .forEach(type -> warnings.add(UnknownNodes.words(type, figures.prices())));
        if (figures.prices().instanceType(master).isEmpty()) {
            warnings.add(UnknownNodes.words(master, figures.prices()));
        }
        Span growth = figures.assumed(Assumption.CLUSTER_GROWTH).times(instances > initial ? 1 : 0);
        Span seconds = figures.assumed(Assumption.CLUSTER_OVERHEAD)
                .plus(growth)
                .plus(figures.workSeconds(candidate.engine(), work, Span.of(room.vcpus())));
        Optional<Span> cost = figures.prices()
                .instanceType(master)
                .map(found -> Figures.during(
                                seconds, figures.perHour(found) + instances * figures.perHour(nodes.type()))
                        .plus(figures.around(work, candidate)));
        return new Assessment(
                candidate.platform(),
                seconds,
                cost,
                "a cluster of its own with " + Amounts.count(instances, "instance") + " of "
                        + nodes.type().name() + " and a master node of " + master + ", for "
                        + Amounts.count(room.executors(), "executor") + " of " + size.executorWords()
                        + (offer.market() == Market.SPOT ? "; priced on demand, spot instances cost less" : ""),
                Optional.of(nodes.advice(figures.prices(), work, candidate)),
                nodes.faults(figures.prices()),
                nodes.faults(figures.prices()).isEmpty() ? share.diskObstacles(room) : List.of(),
                warnings);
    }
}
