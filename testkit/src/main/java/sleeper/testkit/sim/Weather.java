package sleeper.testkit.sim;

import java.util.SplittableRandom;

/**
 * How rough one schedule is: how likely each thing is to go wrong at a call, in thousandths. Drawn once for a schedule, so that
 * some are calm in one respect and wild in another.
 *
 * @param crash     the process is killed, before or after the call's effect
 * @param lost      the request never arrives
 * @param mute      the reply never arrives
 * @param late      the request arrives after its caller gave it up
 * @param refused   the store fails without an effect
 * @param torn      a snapshot is stored damaged
 * @param cut       a process is cut off from the job store for one step
 * @param switching another actor runs first
 */
record Weather(int crash, int lost, int mute, int late, int refused, int torn, int cut, int switching) {
    static Weather draw(SplittableRandom random) {
        return new Weather(
                of(random, 0, 4, 25),
                of(random, 0, 20, 80),
                of(random, 0, 20, 120),
                of(random, 0, 20, 80),
                of(random, 0, 10, 40),
                of(random, 0, 100, 400),
                of(random, 0, 10, 50),
                of(random, 20, 100, 300));
    }

    static Weather calm() {
        return new Weather(0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static int of(SplittableRandom random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
