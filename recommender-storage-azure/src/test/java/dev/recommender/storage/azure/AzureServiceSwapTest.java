package dev.recommender.storage.azure;

import dev.recommender.testing.service.ServiceStores;
import dev.recommender.testing.service.SwapContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class AzureServiceSwapTest extends SwapContract {
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
}
