package sleeper.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import sleeper.faults.CallSites.Call;

/**
 * Plays scenarios once for each of their requests and each fault of the service, and judges each by what is stored after it. A first
 * play without a fault says which requests there are, what is stored before and after, and what if another was there.
 */
public final class FaultMatrix {
    /** Of the requests that a site sends one after the other, as for each slot or each page, so many. */
    private static final int MOST_OF_A_SITE = 2;

    private final Service service;
    private final FaultProxy proxy;
    private final CallSites sites;
    private final List<Impossible> impossible;
    private final Set<CallSite> reached = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();

    /** @param sites of clients whose requests the proxy gets */
    public FaultMatrix(Service service, FaultProxy proxy, CallSites sites, List<Impossible> impossible) {
        this.service = service;
        this.proxy = proxy;
        this.sites = sites;
        this.impossible = List.copyOf(impossible);
    }

    /** Plays all. What only reads does not play what another that only reads has played before. */
    public void play(List<Play> plays) throws Exception {
        Set<CallSite> read = new TreeSet<>();
        for (Play play : plays) {
            Expected expected = expected(play);
            Set<Call> calls = callsOf(play);
            if (expected.isRead()) {
                calls.removeIf(call -> call.number() > 1 || read.contains(call.site()));
                calls.forEach(call -> read.add(call.site()));
            }
            Judge judge = new Judge(service, proxy, sites, play, expected);
            for (Call call : calls) {
                for (Fault fault : service.faults()) {
                    if (canBe(call.site(), fault) && (fault != Fault.LANDS_AFTER_ANOTHER || expected.hasAnother())) {
                        judge.judge(call, fault).ifPresent(rows::add);
                    }
                }
            }
        }
    }

    /** Whether an answer has anything to cut is seen when it is to be cut. */
    private boolean canBe(CallSite site, Fault fault) {
        return fault == Fault.CUT_SHORT || !isImpossible(site, fault);
    }

    private boolean isImpossible(CallSite site, Fault fault) {
        return impossible.stream().anyMatch(each -> each.covers(site, fault));
    }

    private boolean isJudged(CallSite site, Fault fault) {
        return rows.stream().anyMatch(row -> row.site().equals(site) && row.fault() == fault);
    }

    private Expected expected(Play play) throws Exception {
        Scenario alone = play.stage().open(false);
        String before = alone.truth();
        Ending ending = Ending.of(alone);
        String after = alone.truth();
        if (!alone.hasAnother()) {
            return new Expected(ending.outcome(), before, after, false, "");
        }
        Scenario others = play.stage().open(false);
        others.another();
        return new Expected(ending.outcome(), before, after, true, others.truth());
    }

    /** @return the requests of a play, in the order in which they are sent, without those up to its first fault */
    private Set<Call> callsOf(Play play) throws Exception {
        Scenario scenario = play.stage().open(false);
        sites.reset();
        play.already().ifPresent(already -> sites.arm(already.call(), already.fault()));
        Ending unused = Ending.of(scenario);
        Map<CallSite, Integer> counts = new HashMap<>();
        List<Call> calls = sites.seen().stream()
                .map(site -> new Call(site, counts.merge(site, 1, Integer::sum)))
                .toList();
        if (!sites.allMet()) {
            throw new IllegalStateException(play.name() + ": the first fault was never met; the requests are " + calls);
        }
        reached.addAll(sites.seen());
        int from =
                play.already().map(already -> calls.indexOf(already.call()) + 1).orElse(0);
        return calls.stream()
                .skip(from)
                .filter(call -> call.number() <= MOST_OF_A_SITE)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @return the sites of all requests of all plays */
    public Set<CallSite> reached() {
        return reached;
    }

    /** @return what came of each fault at each request, in the order of the plays */
    public List<Row> rows() {
        return rows;
    }

    List<Impossible> impossible() {
        return impossible;
    }

    /** @return each site and fault of which no outcome was looked at, though nothing says that it cannot be */
    public List<String> missing() {
        return pairs((site, fault) -> !isJudged(site, fault) && !isImpossible(site, fault));
    }

    private List<String> pairs(BiPredicate<CallSite, Fault> wanted) {
        List<String> found = new ArrayList<>();
        for (CallSite site : reached) {
            for (Fault fault : service.faults()) {
                if (wanted.test(site, fault)) {
                    found.add(site + ": " + fault.words());
                }
            }
        }
        return found;
    }

    /** @return what is said to be impossible at a place and was seen there, or at a place that there is not */
    public List<String> needless() {
        List<String> needless =
                new ArrayList<>(pairs((site, fault) -> isJudged(site, fault) && isImpossible(site, fault)));
        for (Impossible each : impossible) {
            for (String place : each.places()) {
                if (pairs((site, fault) -> each.covers(place, site, fault)).isEmpty()) {
                    needless.add(place + ": " + each.reason());
                }
            }
        }
        return needless;
    }
}
