package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** A service without its page leaves the page's addresses to others. */
class WithoutPageTest extends ServerFixture {
    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.withoutPage();
    }

    @Test
    void theAddressesOfThePageAreNotItsOwn() throws Exception {
        for (String address : new String[] {"/", "/page/main.js", "/page/settings.json", "/page/index.html"}) {
            Result result = get(address);
            assertThat(result.status()).as(address).isEqualTo(404);
            assertThat(result.body()).as(address).doesNotContain("<title>Recommender", "pictures");
        }
        assertThat(get("/api/v1/models").status()).isEqualTo(200);
        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void picturesForNoPageAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecommenderHandler.builder(service, store)
                        .withoutPage()
                        .allowPictures("https://pictures.example")
                        .build())
                .withMessageContaining("allowPictures has no effect without the page");
    }
}
