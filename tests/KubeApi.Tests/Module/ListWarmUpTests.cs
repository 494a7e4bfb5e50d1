using KubeApi.WarmUp;

namespace KubeApi.Tests.Module;

public sealed class ListWarmUpTests
{
    // An error in the warm-up would otherwise go unnoticed, and compile nothing.
    [Fact]
    public async Task ReadsAListToItsEnd() => Assert.Equal(1, await ListWarmUp.ListAsync());
}
