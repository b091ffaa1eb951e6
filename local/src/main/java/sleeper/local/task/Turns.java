package sleeper.local.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * Bounds what runs at once: there is room for so many places, and who has something to run asks for a turn, which takes as many of
 * them as it is heavy. Turns begin in the order in which they were asked for, each as soon as there is room for it; what is light
 * does not overtake what is heavy. Safe for use by many threads.
 */
public final class Turns {
    private final int places;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int taken;
    private boolean beginning;

    /** @param places room, in places; one or more */
    public Turns(int places) {
        Require.atLeast("places", places, 1);
        this.places = places;
    }

    private enum Stage {
        NEW,
        WAITING,
        HAS_ROOM,
        ENDED
    }

    /** Something that is to run, from when it is asked for to its end. */
    public final class Turn {
        private final int weight;
        private final Runnable begin;
        private Stage stage = Stage.NEW;

        private Turn(int weight, Runnable begin) {
            this.weight = weight;
            this.begin = begin;
        }

        /** Begins it as soon as there is room, behind all that were asked for before. To be called once. */
        public void ask() {
            synchronized (Turns.this) {
                if (stage != Stage.NEW) {
                    return;
                }
                stage = Stage.WAITING;
                waiting.add(this);
            }
            beginWhatHasRoom();
        }

        /**
         * Gives its room to others, or takes it out of the queue: then it never begins, unless it is just beginning. Does nothing the
         * second time.
         */
        public void end() {
            synchronized (Turns.this) {
                if (stage == Stage.WAITING) {
                    waiting.remove(this);
                } else if (stage == Stage.HAS_ROOM) {
                    taken -= weight;
                }
                stage = Stage.ENDED;
            }
            beginWhatHasRoom();
        }
    }

    /**
     * A turn that is yet to be asked for.
     *
     * @param weight places that it takes, one or more; what is heavier than all of them runs alone
     * @param begin  is called once there is room, by whichever thread asks for a turn or ends one; it should neither wait nor throw
     */
    public Turn turn(int weight, Runnable begin) {
        Require.atLeast("weight", weight, 1);
        return new Turn(Math.min(weight, places), begin);
    }

    /** @return the turn of something that runs already, whether or not there is room for it */
    public Turn taken(int weight) {
        Turn turn = turn(weight, () -> {});
        synchronized (this) {
            turn.stage = Stage.HAS_ROOM;
            taken += turn.weight;
        }
        return turn;
    }

    /**
     * One thread at a time does it, for all: so a turn that ends while it begins does not call the next from within, and none overtakes
     * another.
     */
    private void beginWhatHasRoom() {
        synchronized (this) {
            if (beginning) {
                return;
            }
            beginning = true;
        }
        Optional<Turn> next = next();
        while (next.isPresent()) {
            boolean hasBegun = false;
            try {
                next.get().begin.run();
                hasBegun = true;
            } finally {
                if (!hasBegun) {
                    stopBeginning();
                }
            }
            next = next();
        }
    }

    private synchronized Optional<Turn> next() {
        if (waiting.isEmpty() || taken + waiting.element().weight > places) {
            beginning = false;
            return Optional.empty();
        }
        Turn next = waiting.remove();
        next.stage = Stage.HAS_ROOM;
        taken += next.weight;
        return Optional.of(next);
    }

    private synchronized void stopBeginning() {
        beginning = false;
    }
}
