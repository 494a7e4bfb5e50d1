using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Rbac;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Auth;

/// <summary>
/// Lets a user act as another one, if RBAC allows the verb `impersonate` on everything that is impersonated; or, for this very request only, the two verbs of
/// KEP-5284, as `impersonate:user-info` on who is impersonated and `impersonate-on:user-info:list` on what is asked for.
/// </summary>
internal sealed class Impersonation(RbacAuthorizer authorizer)
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string Authentication = "authentication.k8s.io";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].Select(group => group!).ToList();
        var uid = headers["Impersonate-Uid"].ToString();
        var extra = headers.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)).ToDictionary(
            header => Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..]).ToLowerInvariant(),
            IReadOnlyList<string> (header) => [.. header.Value.Select(value => value!)],
            StringComparer.Ordinal);
        if (name.Length == 0 && (groups.Count > 0 || uid.Length > 0 || extra.Count > 0))
        {
            throw new StatusException(new Status(500, null, "requested impersonation without impersonating a user"));
        }

        if (name.Length > 0)
        {
            var api = context.Api();
            var wanted = Wanted(name, groups, uid, extra).ToList();
            if (FirstRefused(api.User, wanted) is not null)
            {
                // The server speaks of its newer, finer check, which comes first.
                var mode = name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? "serviceaccount" : "user-info";
                var target = api.Info.ToAccess() with { Verb = $"impersonate-on:{mode}:{api.Info.Verb}" };
                if (FirstRefused(api.User, [target, .. wanted.Select(access => access with { Verb = $"impersonate:{mode}", Group = Authentication })]) is { } refused)
                {
                    throw StatusAnswers.Forbidden(refused, api.User.Name, "");
                }
            }

            api.User = Become(name, groups, uid, extra);
        }

        await next(context);
    }

    private AccessRequest? FirstRefused(User user, IEnumerable<AccessRequest> wanted) => wanted.FirstOrDefault(access => !authorizer.Decide(user, access).IsAllowed);

    private static IEnumerable<AccessRequest> Wanted(string name, List<string> groups, string uid, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) && name[ServiceAccountPrefix.Length..].Split(':') is [var home, var account])
        {
            yield return Impersonate("", "serviceaccounts", account) with { Namespace = home };
        }
        else
        {
            yield return Impersonate("", "users", name);
        }

        foreach (var group in groups)
        {
            yield return Impersonate("", "groups", group);
        }

        if (uid.Length > 0)
        {
            yield return Impersonate(Authentication, "uids", uid);
        }

        foreach (var value in extra.SelectMany(entry => entry.Value.Select(value => (entry.Key, value))))
        {
            yield return Impersonate(Authentication, "userextras", value.value) with { Subresource = value.Key };
        }
    }

    private static AccessRequest Impersonate(string group, string resource, string name) =>
        new() { Verb = "impersonate", Group = group, Resource = resource, Name = name };

    private static User Become(string name, List<string> groups, string uid, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (groups.Count == 0 && name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal))
        {
            groups = ["system:serviceaccounts", $"system:serviceaccounts:{name[ServiceAccountPrefix.Length..].Split(':')[0]}"];
        }

        var everybody = name == User.Anonymous.Name ? User.Anonymous.Groups[0] : User.Authenticated;
        return new User(name, uid, groups.Contains(everybody) ? groups : [.. groups, everybody]) { Extra = extra };
    }
}
