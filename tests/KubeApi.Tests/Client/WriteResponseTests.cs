using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

public sealed class WriteResponseTests
{
    private const string Web = """{"kind":"Pod","metadata":{"name":"web"}}""";

    private static readonly ApiRequest s_create = WriteRequests.Create(PodRequests.Pods, "shop", Encoding.UTF8.GetBytes(Web), new WriteOptions());

    private static readonly ApiRequest s_patch =
        WriteRequests.Patch(PodRequests.Pods, "shop", "web", PatchType.Json, "[]"u8.ToArray(), new WriteOptions());

    private static readonly ApiRequest s_scale =
        WriteRequests.Patch(PodRequests.Pods, "shop", "web", PatchType.Merge, "{}"u8.ToArray(), new WriteOptions { Subresource = "scale" });

    private static readonly ApiRequest s_delete = WriteRequests.Delete(PodRequests.Pods, "shop", "web", new DeleteOptions());

    public static TheoryData<ApiRequest, string, string> Wrong => new()
    {
        { s_create, "", "has no body" },
        { s_delete, "", "has no body" },
        { s_create, "<html>", "is not valid JSON" },
        { s_create, "[]", "is not an object" },
        { s_create, """{"kind":"Status","status":"Success"}""", "is a Status instead of the object" },
        { s_create, """{"kind":"Secret","metadata":{"name":"web"}}""", "is a Secret, not a Pod" },
        { s_create, """{"kind":"Pod","metadata":{"name":"db"}}""", "is about 'db', not 'web'" },
        { s_create, """{"kind":"Pod"}""", "has no metadata.name" },
        { s_patch, """{"kind":"Pod","metadata":{"name":"db"}}""", "is about 'db', not 'web'" },
        { s_delete, """{"kind":"Pod","metadata":{"name":"db"}}""", "is about 'db', not 'web'" },
        { s_scale, """{"kind":"Scale","metadata":{"name":"db"}}""", "is about 'db', not 'web'" },
        { s_scale, "{}", "has no metadata.name" },
    };

    public static TheoryData<ApiRequest, string> Right => new()
    {
        { s_create, Web },
        { s_create, """{"metadata":{"name":"web"}}""" },
        { s_patch, Web },
        { s_delete, Web },
        { s_delete, """{"kind":"Status","status":"Success"}""" },
        { s_scale, """{"kind":"Scale","metadata":{"name":"web"}}""" },
        { s_scale, """{"kind":"Status","status":"Success"}""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_response_about_another_object_is_not_a_success(ApiRequest request, string body, string fault)
    {
        var e = Assert.Throws<KubeApiException>(() => WriteResponse.Read(request, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.Contains($"/pods{(request == s_create ? "" : "/web")}", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($" {fault}: the result is unknown.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void The_stored_object_is_read(ApiRequest request, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(WriteResponse.Read(request, Encoding.UTF8.GetBytes(body)).Json));
}
