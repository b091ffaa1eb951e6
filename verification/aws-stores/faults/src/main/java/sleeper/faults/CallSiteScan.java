package sleeper.faults;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;

/** The places in the drivers that can send a request, by their compiled code: what a test run has to reach. */
public final class CallSiteScan {
    private static final Set<String> NO_OPERATIONS =
            Set.of("builder", "close", "serviceClientConfiguration", "serviceMetadata", "serviceName");

    private CallSiteScan() {}

    /** @param classPackage with the packages below it; without classes of tests */
    public static Set<CallSite> of(String classPackage) {
        Set<CallSite> sites = new TreeSet<>();
        for (JavaClass driver : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(classPackage)) {
            Stream.concat(driver.getMethodCallsFromSelf().stream(), driver.getMethodReferencesFromSelf().stream())
                    .filter(call -> call.getTargetOwner().isAssignableTo(SdkClient.class))
                    .filter(call -> !NO_OPERATIONS.contains(call.getTarget().getName()))
                    .map(CallSiteScan::siteOf)
                    .forEach(sites::add);
        }
        return sites;
    }

    private static CallSite siteOf(JavaCodeUnitAccess<? extends CodeUnitAccessTarget> call) {
        String method = CallSites.methodName(call.getOrigin().getName());
        return new CallSite(
                operation(call.getTarget().getName()),
                CallSites.simpleName(call.getOriginOwner().getName()) + "." + method);
    }

    /** {@code getObjectAsBytes} is one of several ways to ask for {@code GetObject}. */
    private static String operation(String name) {
        String plain = name.endsWith("AsBytes") ? name.substring(0, name.length() - "AsBytes".length()) : name;
        return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }
}
