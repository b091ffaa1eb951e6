package sleeper.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionDescriptionTest {
    @ParameterizedTest
    @EnumSource(FunctionDescription.class)
    void shouldNameAHandlerThatLambdaCanMake(FunctionDescription function) throws ReflectiveOperationException {
        String handler = function.handler();
        assertThat(handler).endsWith("::handleRequest");
        Class<?> named = Class.forName(handler.substring(0, handler.indexOf("::")));
        assertThat(named).isAssignableTo(RequestHandler.class);
        assertThat(named.getConstructor().canAccess(null)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(FunctionDescription.class)
    void shouldStayWithinWhatLambdaAllows(FunctionDescription function) {
        assertThat(function.timeoutSeconds()).isBetween(1, DeployedFunction.LONGEST_SECONDS);
        assertThat(function.memoryMiB()).isBetween(128, 10_240);
    }

    @ParameterizedTest
    @EnumSource(FunctionDescription.class)
    void shouldBeFoundByItsWord(FunctionDescription function) {
        assertThat(FunctionDescription.of(function.word())).isEqualTo(function);
    }

    @Test
    void shouldNameTheWordsThereAreWhereAnotherIsAskedFor() {
        assertThatThrownBy(() -> FunctionDescription.of("validate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no function validate")
                .hasMessageContaining("validate-job");
    }
}
