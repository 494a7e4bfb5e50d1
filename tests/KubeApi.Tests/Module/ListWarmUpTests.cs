using KubeApi.WarmUp;

namespace KubeApi.Tests.Module;

public sealed class ListWarmUpTests
{
    // What goes wrong in it goes unnoticed otherwise, and compiles nothing.
    [Fact]
    public async Task ReadsAListToItsEnd() => Assert.Equal(1, await ListWarmUp.ListAsync());
}
