package dev.recommender.cli;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.azure.AzureBlobStore;
import dev.recommender.storage.azure.Azurite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account's connection string is in the environment. */
@Tag("servers")
class AzureCommandsIT extends CommandsOnAService {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    @Override
    String address(String place) {
        return "azure://" + place;
    }

    @Override
    BlobStore make(String place, String prefix) throws IOException {
        return AzureBlobStore.builder(AZURITE.server().container(place))
                .createContainer()
                .prefix(prefix)
                .open();
    }

    @Override
    String missing(String place) {
        return "there is no container \"" + place + "\"";
    }

    @Override
    boolean exists(String place) {
        return AZURITE.server().container(place).buildClient().exists();
    }

    @Override
    RunnableJar jar() {
        Map<String, String> account =
                Map.of("AZURE_STORAGE_CONNECTION_STRING", AZURITE.server().connectionString());
        return new RunnableJar(folder, account, List.of());
    }

    @Override
    List<String> secrets() {
        return List.of(AZURITE.server().key());
    }
}
