using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Auth;

/// <summary>
/// Impersonation, if RBAC allows the verb `impersonate` on everything that is impersonated; or, for one request, the two verbs of KEP-5284, such as
/// `impersonate:user-info` on the impersonated user and `impersonate-on:user-info:list` on the requested resource.
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
            throw ApiErrors.BadRequest($"requested {Shown(uid, groups, extra)} without impersonating a user name");
        }

        if (name.Length > 0)
        {
            var api = context.Api();
            var wanted = RequiredAccess(name, groups, uid, extra).ToList();
            if (FirstRefused(api.User, wanted) is not null)
            {
                // The message names the newer, finer check, which comes first.
                var mode = Account(name) is not null ? "serviceaccount" : "user-info";
                var target = api.Info.ToAccess() with { Verb = $"impersonate-on:{mode}:{api.Info.Verb}" };
                if (FirstRefused(
                    api.User, [target, .. wanted.Select(access => access with { Verb = $"impersonate:{mode}", Group = Authentication })]) is { } refused)
                {
                    throw ApiErrors.Forbidden(refused, api.User.Name, "");
                }
            }

            api.User = CreateUser(name, groups, uid, extra);
        }

        await next(context);
    }

    private AccessRequest? FirstRefused(User user, IEnumerable<AccessRequest> wanted) =>
        wanted.FirstOrDefault(access => !authorizer.Decide(user, access).IsAllowed);

    private static IEnumerable<AccessRequest> RequiredAccess(string name, List<string> groups, string uid, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (Account(name) is { } account)
        {
            yield return Impersonate("", "serviceaccounts", account.Name) with { Namespace = account.Namespace };
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

    // A name that cannot be a service account's is an ordinary user's.
    private static (string Namespace, string Name)? Account(string user) =>
        user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal)
        && user[ServiceAccountPrefix.Length..].Split(':') is [var home, var account]
        && !NameRule.Named("label").Validate(home).Any() && !NameRule.Subdomain.Validate(account).Any()
            ? (home, account)
            : null;

    // As Go shows it.
    private static string Shown(string uid, List<string> groups, Dictionary<string, IReadOnlyList<string>> extra)
    {
        var entries = extra.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{ApiErrors.Quote(entry.Key)}:{List(entry.Value)}");
        return $"&user.DefaultInfo{{Name:\"\", UID:{ApiErrors.Quote(uid)}, Groups:{List(groups)}, "
            + $"Extra:map[string][]string{(extra.Count == 0 ? "(nil)" : $"{{{string.Join(", ", entries)}}}")}}}";

        static string List(IReadOnlyCollection<string> texts) =>
            texts.Count == 0 ? "[]string(nil)" : $"[]string{{{string.Join(", ", texts.Select(ApiErrors.Quote))}}}";
    }

    private static User CreateUser(string name, List<string> groups, string uid, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (groups.Count == 0 && Account(name) is { } account)
        {
            groups = ["system:serviceaccounts", $"system:serviceaccounts:{account.Namespace}"];
        }

        var everybody = name == User.Anonymous.Name ? User.Anonymous.Groups[0] : User.Authenticated;
        return new User(name, uid, groups.Contains(everybody) ? groups : [.. groups, everybody]) { Extra = extra };
    }
}
