package sleeper.deploy.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as npm's aws-cdk 2.1134.0 prints them. */
class ChangesTest {
    private static final Changes SOME = new Changes(List.of(
            "Hold on while we create a read-only change set to get a diff with accurate replacement information",
            "Resources",
            "[+] AWS::SQS::Queue Queues/auto Queuesauto1 ",
            "[~] AWS::SQS::Queue Queues/standard Queuesstandard2 replace",
            " └─ [~] QueueName (requires replacement)",
            "     ├─ [-] sleeper-old-StandardQ",
            "     └─ [+] sleeper-prod-StandardQ",
            "[~] AWS::IAM::Role Roles/starter Rolesstarter3 may be replaced",
            " └─ [~] Path (may cause replacement)",
            "[~] AWS::Lambda::Function Functions/sweep Functionssweep4",
            "[\u2190] AWS::S3::Bucket Stores/data Storesdata7 import",
            "[-] AWS::S3::Bucket Stores/logs Storeslogs5 orphan",
            "[-] AWS::CloudWatch::Alarm Alarms/age Alarmsage6 destroy"));

    @Test
    void shouldFindWhatIsReplaced() {
        assertThat(SOME.replaced())
                .containsExactly(
                        "[~] AWS::SQS::Queue Queues/standard Queuesstandard2 replace",
                        "└─ [~] QueueName (requires replacement)",
                        "[~] AWS::IAM::Role Roles/starter Rolesstarter3 may be replaced",
                        "└─ [~] Path (may cause replacement)");
    }

    @Test
    void shouldFindWhatIsRemoved() {
        assertThat(SOME.removed())
                .containsExactly(
                        "[-] AWS::S3::Bucket Stores/logs Storeslogs5 orphan",
                        "[-] AWS::CloudWatch::Alarm Alarms/age Alarmsage6 destroy");
    }

    @Test
    void shouldFindWhatIsTakenIn() {
        assertThat(SOME.takenIn()).containsExactly("[\u2190] AWS::S3::Bucket Stores/data Storesdata7 import");
    }

    @Test
    void shouldSayThatNothingIsLost() {
        assertThat(new Changes(List.of("There were no differences")).words())
                .isEqualTo("There were no differences\n\nNothing would be replaced."
                        + "\nNothing that is there would be taken in.\nNothing would be removed.");
    }
}
