package sleeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallSitesTest {
    @Test
    void shouldNameTheMethodInWhichALambdaStands() {
        assertThat(CallSites.methodName("lambda$append$0")).isEqualTo("append");
        assertThat(CallSites.methodName("lambda$lambda$odd$12")).isEqualTo("lambda$odd");
        assertThat(CallSites.methodName("append")).isEqualTo("append");
    }

    @Test
    void shouldNameAClassWithoutWhatItLiesIn() {
        assertThat(CallSites.simpleName("sleeper.aws.s3.S3Objects")).isEqualTo("S3Objects");
        assertThat(CallSites.simpleName("sleeper.aws.s3.S3Objects$Inner")).isEqualTo("Inner");
    }
}
