package sleeper.local.run;

import java.util.Map;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.PropertyStore;

/** Stores that lie elsewhere, of an instance whose services run here: nothing has to be deployed for a platform, so all of them are. */
final class EmbeddedStores extends ForwardingStores implements OwnedStores {
    private final OwnedStores stores;

    EmbeddedStores(OwnedStores stores) {
        super(stores);
        this.stores = stores;
    }

    @Override
    public Map<String, String> defaultProperties() {
        return FileInstance.defaultsOfThisMachine();
    }

    @Override
    public PropertyStore properties() {
        return stores.properties();
    }

    @Override
    public void prepare() {
        stores.prepare();
    }

    @Override
    public Map<String, String> variables() {
        return stores.variables();
    }

    @Override
    public String inputBucket() {
        return stores.inputBucket();
    }
}
