package sleeper.core.price;

import sleeper.core.util.Require;

/**
 * What a figure is expected to lie between.
 *
 * @param least zero or more
 * @param most  no less than that
 */
public record Span(double least, double most) {
    public Span {
        Require.that(least >= 0 && least <= most, "no span: " + least + " to " + most);
    }

    public static Span of(double value) {
        return new Span(value, value);
    }

    public Span plus(Span other) {
        return new Span(least + other.least, most + other.most);
    }

    public Span times(double factor) {
        return new Span(least * factor, most * factor);
    }

    /** @return the value halfway between */
    public double middle() {
        return (least + most) / 2;
    }
}
