package sleeper.cli.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import sleeper.api.route.Call;
import sleeper.api.route.Route;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.local.mail.MailFolder;
import sleeper.local.mail.MailFolder.Mail;
import sleeper.local.run.LocalHome;

/**
 * What the API has of an instance on this machine alone: what stands in for the platforms, and mails.
 *
 * @param home of the instance
 */
record MachineRoutes(LocalHome home) {
    private static final int USUAL_MAILS = 50;
    private static final int MOST_MAILS = 500;

    List<Route> all() {
        return List.of(
                Route.get("/clusters", "What stands in for the platforms' clusters, steps and job runs.")
                        .gives("as `clusters --all --json`", call -> clusters()),
                Route.get("/mails", "Mails of the mailbox, the latest first.")
                        .takes("last", "how many at most, 1 to 500; 50 if it is left out")
                        .gives("{\"mails\":[{\"name\",\"at\",\"subject\"}]}", this::mails),
                Route.get("/mails/{name}", "A mail.").gives("the mail as it is listed, and {\"text\"}", this::mail));
    }

    private ObjectNode clusters() {
        try {
            return HeldList.of(home, true).json();
        } catch (IOException e) {
            throw new UncheckedIOException("What is held at " + home.path() + " could not be read", e);
        }
    }

    private MailFolder folder() {
        return new MailFolder(home.mailbox());
    }

    private ObjectNode mails(Call call) {
        ObjectNode json = StoredJson.object();
        json.set(
                "mails",
                StoredJson.array(folder().latest(call.number("last", USUAL_MAILS, MOST_MAILS)), MachineRoutes::json));
        return json;
    }

    private static ObjectNode json(Mail mail) {
        return StoredJson.object()
                .put("name", mail.name())
                .put("at", mail.at().toString())
                .put("subject", mail.subject());
    }

    private ObjectNode mail(Call call) {
        String name = call.variable("name");
        Mail mail = folder().find(name)
                .orElseThrow(() -> new InvalidRequestException(
                        "",
                        List.of(Fault.of(
                                ErrorCode.UNKNOWN_ADDRESS,
                                "mail " + name,
                                "no mail of this name",
                                "one that is listed"))));
        return json(mail).put("text", mail.text());
    }
}
