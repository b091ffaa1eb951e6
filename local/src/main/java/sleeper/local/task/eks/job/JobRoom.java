package sleeper.local.task.eks.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import sleeper.local.task.Turns;
import sleeper.local.task.Turns.Turn;

/**
 * The room that Jobs share with all else that the embedded run starts, like a quota of the namespace: a Job has no pod until there is
 * room for the driver and its executors together. Used on the loop alone.
 */
public final class JobRoom {
    private final Turns turns;
    private final int weight;
    private final Executor loop;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * @param turns  that all share
     * @param weight of a driver with its executors
     * @param loop   on which is told that there is room
     */
    public JobRoom(Turns turns, int weight, Executor loop) {
        this.turns = turns;
        this.weight = weight;
        this.loop = loop;
    }

    /**
     * Asks for room, unless it was asked for.
     *
     * @param uid      of the Job
     * @param whenRoom is run once there is room, if there is none now
     * @return whether there is room now
     */
    boolean take(String uid, Runnable whenRoom) {
        Place place = places.get(uid);
        if (place == null) {
            place = new Place();
            places.put(uid, place);
            place.ask(whenRoom);
        }
        return place.granted;
    }

    /** Takes room for a Job that has a pod already, whether or not there is any. */
    void keep(String uid) {
        if (!places.containsKey(uid)) {
            Place place = new Place();
            place.turn = turns.taken(weight);
            place.granted = true;
            places.put(uid, place);
        }
    }

    /** Gives room back that is held for other Jobs than these. */
    void keepOnly(Set<String> uids) {
        places.entrySet().removeIf(place -> {
            boolean over = !uids.contains(place.getKey());
            if (over) {
                place.getValue().turn.end();
            }
            return over;
        });
    }

    /** What a Job has of the room, or waits for. */
    private final class Place {
        private Turn turn;
        private volatile boolean granted;

        void ask(Runnable whenRoom) {
            turn = turns.turn(weight, () -> {
                granted = true;
                loop.execute(whenRoom);
            });
            turn.ask();
        }
    }
}
