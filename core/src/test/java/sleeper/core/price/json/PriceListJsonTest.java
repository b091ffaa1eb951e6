package sleeper.core.price.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.price.Assumption;
import sleeper.core.price.Engine;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Price;
import sleeper.core.price.PriceList;
import sleeper.core.price.Span;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;

class PriceListJsonTest {
    private static final PriceList SHIPPED = PriceListJson.shipped();

    private static String text() {
        try (InputStream in = PriceListJson.class.getResourceAsStream("prices.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSayOfWhenAndWhereItsPricesAre() {
        assertThat(List.of(SHIPPED.date(), SHIPPED.region(), SHIPPED.currency(), SHIPPED.words()))
                .containsExactly(LocalDate.of(2026, 11, 28), "us-east-1", "USD", "prices of us-east-1 on 2026-11-28");
        assertThat(SHIPPED.prices().values())
                .allSatisfy(price -> assertThat(price.source()).startsWith("https://aws.amazon.com/"));
    }

    @Test
    void shouldSayOfEachPriceWhereItWasFound() {
        assertThat(SHIPPED.prices().values())
                .allSatisfy(price -> assertThat(price.checked()).matches("https?://\\S+|general knowledge"));
        assertThat(SHIPPED.instanceChecks())
                .allSatisfy(check -> assertThat(check).matches(".+: https?://\\S+|.+ general knowledge"));
    }

    @Test
    void shouldHaveAPriceAndASizeOfTheInstanceTypesThatSettingsNameByDefault() {
        Settings settings = Settings.ofInstance(Map.of());

        assertThat(List.of(
                        BulkImportSettings.EMR_MASTER_TYPE,
                        BulkImportSettings.EMR_EXECUTOR_TYPE,
                        BulkImportSettings.PERSISTENT_MASTER_TYPE,
                        BulkImportSettings.PERSISTENT_CORE_TYPE))
                .allSatisfy(setting ->
                        assertThat(SHIPPED.instanceType(settings.get(setting))).isPresent());
        assertThat(SHIPPED.instanceType("m5.4xlarge"))
                .contains(new InstanceType("m5.4xlarge", 16, 65_536, 57_344, 256, 0.768, 0.192));
        assertThat(SHIPPED.instanceType("m7i.4xlarge")).isEmpty();
    }

    /** Prices of a family go by its size, which a slip of the pen would break; what EMR adds is capped. */
    @Test
    void shouldHavePricesOfAFamilyThatGoByItsSize() {
        assertThat(SHIPPED.instanceTypes().values()).hasSize(7).allSatisfy(type -> {
            assertThat(type.ec2PerHour()).isCloseTo(0.048 * type.vcpus(), Offset.offset(1e-9));
            assertThat(type.emrPerHour()).isCloseTo(Math.min(0.27, 0.012 * type.vcpus()), Offset.offset(1e-9));
            assertThat(type.memoryMib()).isEqualTo(4_096 * type.vcpus());
            assertThat(type.memoryMib() - type.yarnMib()).isIn(4_096, 8_192);
            assertThat(type.diskGib()).isEqualTo(16 * type.vcpus());
        });
    }

    @Test
    void shouldTakeTheSlowestAndTheQuickestRunForTheLeastAndTheMostOfAVcpu() {
        // Slowest: 40 million rows in 25.6 s, of which a vCPU is taken to do a quarter; quickest: as many in 11.06 s
        Span rate = SHIPPED.rowsPerVcpuSecond(Engine.TASK);

        assertThat(rate.least()).isCloseTo(390_625, Offset.offset(1.0));
        assertThat(rate.most()).isCloseTo(3_616_637, Offset.offset(1.0));
    }

    @Test
    void shouldSayWhyEachAssumptionIsMade() {
        assertThat(SHIPPED.assumptions()).hasSize(Assumption.values().length);
        assertThat(SHIPPED.assumptions().values())
                .allSatisfy(assumed -> assertThat(assumed.why()).endsWith("."));
    }

    @Test
    void shouldMissAPriceThatIsNotThere() {
        String without = text().replaceFirst("\\{\"name\": \"EKS_CLUSTER\".*\\},\\n", "");

        assertThatThrownBy(() -> PriceListJson.read(without))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("no value of [" + Price.EKS_CLUSTER + "]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"0.04048\"`,`\"0\"`",
                "`\"0.04048\"`,`0.04048`",
                "`\"2026-11-28\"`,`\"28 November\"`",
                "`\"25.6\"`,`\"-25.6\"`",
                "`\"least\": \"30\"`,`\"least\": \"300\"`",
                "`\"checked\": \"https://aws.amazon.com/step-functions/pricing/\"`,`\"checked\": \"\"`",
                "`\"yarnMib\": 12288`,`\"yarnMib\": 17000`"
            })
    void shouldRefuseAListThatHoldsNoSenseOrIsBroken(String written, String broken) {
        assertThat(text()).contains(written);

        assertThatThrownBy(() -> PriceListJson.read(text().replace(written, broken)))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void shouldNotReadAListOfALaterForm() {
        assertThatThrownBy(() -> PriceListJson.read(text().replace("\"format\": 1", "\"format\": 2")))
                .isInstanceOf(VersionTooOldException.class);
    }
}
