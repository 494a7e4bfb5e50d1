using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Operations;

namespace KubeApi.Tests.Module;

/// <summary>The failures of watches.</summary>
public sealed class WatchTargetTests
{
    private static readonly WatchTarget s_target = new(null!, ApiResource.Of("gone.example", "v1", "gadgets", true), "shop");

    [Fact]
    public void An_unknown_path_is_a_type_that_is_no_longer_served()
    {
        var missing = new KubeApiException(FailureKind.Refused, new Status { Code = 404, Reason = "NotFound", Message = "404 page not found" });

        var failure = Assert.IsType<KubeApiException>(s_target.Explain(missing));

        Assert.Equal(FailureKind.ResourceTypeNotFound, failure.Failure);
        Assert.Contains("no longer serves the resource type gadgets.gone.example", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "namespaces \"shop\" not found")]
    [InlineData(403, "forbidden")]
    public void Other_failures_stay(int code, string message)
    {
        var failure = new KubeApiException(FailureKind.Refused, new Status { Code = code, Message = message });

        Assert.Same(failure, s_target.Explain(failure));
    }
}
