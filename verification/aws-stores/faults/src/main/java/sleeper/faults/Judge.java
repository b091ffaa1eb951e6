package sleeper.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.faults.CallSites.Call;

/**
 * Lets one fault befall one request of a play, and holds against the promise what the port says and what is stored.
 *
 * <ul>
 *   <li>Done: it is stored, and stays.
 *   <li>Refused: another's is stored.
 *   <li>Failed, denied: nothing of it is stored, nor comes later; where a right was wanting, the message names action and place.
 *   <li>Not known: nothing of it is stored or all; the same again settles it.
 *   <li>A request that comes late changes nothing that was settled, nor what another has written.
 *   <li>Where the service says that the same is to be sent again, the caller does not hear of it.
 * </ul>
 */
final class Judge {
    /** The right that each operation needs, where it has another name (Service Authorization Reference). */
    private static final Map<String, String> ACTIONS = Map.of(
            "HeadObject", "GetObject",
            "HeadBucket", "ListBucket",
            "ListObjectsV2", "ListBucket",
            "ListMultipartUploads", "ListBucketMultipartUploads",
            "CreateMultipartUpload", "PutObject",
            "UploadPart", "PutObject",
            "CompleteMultipartUpload", "PutObject",
            "DeleteObjects", "DeleteObject");

    private final Service service;
    private final FaultProxy proxy;
    private final CallSites sites;
    private final Play play;
    private final Expected expected;

    Judge(Service service, FaultProxy proxy, CallSites sites, Play play, Expected expected) {
        this.service = service;
        this.proxy = proxy;
        this.sites = sites;
        this.play = play;
        this.expected = expected;
    }

    /** What was promised and is not so. */
    private static final class Broken extends Exception {
        Broken(String what) {
            super(what);
        }
    }

    private static void require(boolean kept, String what) throws Broken {
        if (!kept) {
            throw new Broken(what);
        }
    }

    /** @return nothing if the fault was that an answer is cut short, and it has nothing to cut */
    Optional<Row> judge(Call call, Fault fault) {
        List<String> words = new ArrayList<>();
        try {
            Scenario scenario = play.stage().open(fault == Fault.TIMED_OUT);
            sites.reset();
            play.already().ifPresent(already -> sites.arm(already.call(), already.fault()));
            sites.arm(call, fault);
            Ending first = Ending.of(scenario);
            words.add(first.outcome().words());
            require(sites.allMet(), "the fault was never met");
            if (proxy.takeUncut()) {
                return Optional.empty();
            }
            checkFirst(scenario, first, call, fault);
            checkRest(scenario, first, fault, words);
            String left = scenario.collect();
            if (!left.isEmpty()) {
                words.add(left);
            }
            return Optional.of(new Row(call, play.name(), fault, String.join("; ", words), true));
        } catch (Exception | AssertionError e) {
            var unused = proxy.release();
            words.add("BROKEN: " + (e instanceof Broken ? e.getMessage() : e));
            return Optional.of(new Row(call, play.name(), fault, String.join("; ", words), false));
        }
    }

    private void checkFirst(Scenario scenario, Ending first, Call call, Fault fault) throws Exception {
        String seen = scenario.truth();
        Outcome outcome = first.outcome();
        if (outcome == expected.outcome()) {
            require(seen.equals(expected.after()), "there is " + seen + ", not " + expected.after());
            return;
        }
        require(
                !fault.isWaitedFor() || play.already().isPresent(),
                "the caller heard of what was to be waited for: " + first.words());
        require(outcome != Outcome.DONE && outcome != Outcome.REFUSED, "that is not so: there is " + seen);
        if (outcome.saysThatNothingHappened()) {
            require(!fault.isHeld(), "the request is on its way: " + first.words());
            require(seen.equals(expected.before()) || scenario.isPart(seen), "something was done: there is " + seen);
        } else {
            require(
                    seen.equals(expected.before()) || seen.equals(expected.after()),
                    "there is " + seen + ", neither " + expected.before() + " nor " + expected.after());
        }
        require(fault != Fault.DENIED || outcome == Outcome.UNKNOWN || outcome == Outcome.DENIED, first.words());
        if (outcome == Outcome.DENIED) {
            String operation = call.site().operation();
            String action = service.prefix() + ":" + ACTIONS.getOrDefault(operation, operation);
            require(first.words().contains(action), "no word of " + action + ": " + first.words());
            require(first.words().contains(scenario.place()), "no word of " + scenario.place() + ": " + first.words());
        }
    }

    private void checkRest(Scenario scenario, Ending first, Fault fault, List<String> words) throws Exception {
        if (first.outcome() == expected.outcome()) {
            checkLate(scenario, fault, expected.after(), words);
        } else if (fault == Fault.LANDS_AFTER_ANOTHER && scenario.truth().equals(expected.before())) {
            scenario.another();
            requireTruth(scenario, expected.anothers());
            checkLate(scenario, fault, expected.anothers(), words);
            again(scenario, Outcome.REFUSED, expected.anothers(), words);
        } else {
            again(scenario, expected.outcome(), expected.after(), words);
            checkLate(scenario, fault, expected.after(), words);
        }
    }

    private void again(Scenario scenario, Outcome wanted, String truth, List<String> words) throws Exception {
        Ending second = Ending.of(scenario);
        boolean own = second.outcome() == Outcome.REFUSED && wanted == Outcome.DONE;
        words.add("again: " + (own ? "its own is there" : second.outcome().words()));
        require(own || second.outcome() == wanted, "the same again settled nothing: " + second.words());
        requireTruth(scenario, truth);
    }

    private static void requireTruth(Scenario scenario, String wanted) throws Exception {
        String truth = scenario.truth();
        require(truth.equals(wanted), "there is " + truth + ", not " + wanted);
    }

    private void checkLate(Scenario scenario, Fault fault, String settled, List<String> words) throws Exception {
        if (fault.isHeld() && !proxy.release().isEmpty()) {
            requireTruth(scenario, settled);
            words.add("the late one changes nothing");
        }
    }
}
