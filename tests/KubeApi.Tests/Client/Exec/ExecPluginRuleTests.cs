using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client.Exec;

public sealed class ExecPluginRuleTests
{
    [UnixTheory]
    [InlineData("/bin/sh", "/bin/sh", true)]
    [InlineData("/tmp/sh", "sh", false)]
    [InlineData("/bin/sh", "/bin/ls", false)]
    [InlineData("/bin/sh", "SH", false)]
    public void A_path_in_the_allow_list_must_match_and_a_name_must_be_on_the_PATH(string path, string entry, bool isAllowed)
    {
        var rule = new ExecPluginRule(ExecPluginPolicy.AllowList, [entry]);

        Assert.Equal(isAllowed, Allows(rule, path));
    }

    [UnixFact]
    public void A_name_in_the_allow_list_is_looked_up_on_the_PATH() =>
        Assert.True(Allows(new ExecPluginRule(ExecPluginPolicy.AllowList, ["other", "sh"]), ExecutableFinder.Find("sh")!));

    [UnixFact]
    public void Nothing_runs_under_DenyAll() => Assert.False(Allows(new ExecPluginRule(ExecPluginPolicy.DenyAll, null), "/bin/sh"));

    [UnixFact]
    public void A_missing_program_is_not_found_rather_than_forbidden() =>
        new ExecPluginRule(ExecPluginPolicy.AllowList, ["sh"]).Check(PluginFolder.Plugin("absent"), null);

    [UnixTheory]
    [InlineData(ExecPluginPolicy.AllowList, null)]
    [InlineData(ExecPluginPolicy.AllowList, "")]
    [InlineData(ExecPluginPolicy.AllowList, "bin/sh")]
    [InlineData(ExecPluginPolicy.AllowAll, "sh")]
    [InlineData(ExecPluginPolicy.DenyAll, "sh")]
    public void An_allow_list_and_its_policy_require_each_other(ExecPluginPolicy policy, string? list)
    {
        var e = Assert.Throws<KubeApiException>(() => new ExecPluginRule(policy, list?.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(FailureKind.InvalidConfiguration, e.Failure);
    }

    private static bool Allows(ExecPluginRule rule, string path)
    {
        try
        {
            rule.Check(PluginFolder.Plugin(path), path);
            return true;
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.ExecPluginNotAllowed)
        {
            return false;
        }
    }
}
