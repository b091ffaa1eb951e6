package sleeper.lambda.lives;

/**
 * How much goes wrong in a life, each in thousandths of the calls, and how late lists are.
 *
 * @param throttled    calls of a list, a look or an end that are refused
 * @param lambda       calls of a function of which the reply is lost, or the call
 * @param creation     requests that do not simply come true
 * @param abort        executions that are stopped by a person
 * @param flicker      things that a list does not show while they are new
 * @param listLag      longest time after which a list shows what was created, in seconds
 */
record LifeWeather(int throttled, int lambda, int creation, int abort, int flicker, int listLag) {
    static LifeWeather draw(LifeClock clock) {
        int[] rates = {0, 30, 300};
        return new LifeWeather(
                rates[(int) clock.between(0, 2)],
                (int) clock.between(0, 2) * 30,
                (int) clock.between(0, 2) * 350,
                (int) clock.between(0, 2) * 250,
                (int) clock.between(0, 1) * 300,
                (int) clock.between(0, 2) * 45);
    }

    LifeWeather calm() {
        return new LifeWeather(0, 0, 0, 0, 0, listLag);
    }
}
