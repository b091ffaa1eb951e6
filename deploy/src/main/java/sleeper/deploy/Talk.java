package sleeper.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a deployment speaks with whoever started it. */
public interface Talk {
    /** Says what is going on. */
    void say(String text);

    /** @return whether the answer is yes */
    boolean confirm(String question);

    /** Gives the result, as JSON and in words. */
    void result(ObjectNode json, String words);
}
