package dev.recommender.storage.azure;

import dev.recommender.testing.service.FleetContract;
import dev.recommender.testing.service.ServiceStores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class AzureServiceFleetTest extends FleetContract {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    @Override
    protected Class<? extends ServiceStores> stores() {
        return AccountStores.class;
    }

    @Override
    protected String newPlace() {
        return AccountStores.newPlace(AZURITE.server());
    }

    @Override
    protected int requests() {
        return 25;
    }
}
