package sleeper.core.price;

/** What sorts and writes the rows, and so how much processor time a row takes. */
public enum Engine {
    /** The ingest task. */
    TASK("the ingest task"),
    /** The columnar Spark job. */
    COLUMNAR("the columnar Spark job"),
    /** The Spark jobs that have an object for each row: Dataframe and RDD. */
    ROWS("the Dataframe and RDD jobs");

    private final String words;

    Engine(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
