using System.Text;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

/// <summary>Which pods a drain evicts, as with kubectl drain.</summary>
public sealed class DrainRulesTests
{
    private const string Owner = "'ownerReferences':[{'kind':'Other'},{'kind':'KIND','controller':true}]";
    private const string EmptyDir = "'spec':{'volumes':[{'name':'a','configMap':{}},{'name':'b','emptyDir':{}}]}";

    private static readonly DrainRules s_strict = new(DrainObstacles.None);
    private static readonly DrainRules s_lenient = new(DrainObstacles.DaemonSet | DrainObstacles.EmptyDirData | DrainObstacles.Unmanaged);

    [Theory]
    [InlineData("ReplicaSet", "", DrainObstacles.None, false)]
    [InlineData("DaemonSet", "", DrainObstacles.DaemonSet, true)]
    [InlineData("DaemonSet", EmptyDir, DrainObstacles.DaemonSet, true)]
    [InlineData("ReplicaSet", EmptyDir, DrainObstacles.EmptyDirData, false)]
    [InlineData("", "", DrainObstacles.Unmanaged, false)]
    [InlineData("", EmptyDir, DrainObstacles.Unmanaged | DrainObstacles.EmptyDirData, false)]
    [InlineData("", "'status':{'phase':'Succeeded'}", DrainObstacles.None, false)]
    [InlineData("DaemonSet", "'status':{'phase':'Failed'}", DrainObstacles.None, false)]
    public void Drain_obstacles_depend_on_the_owner_and_the_volumes_of_a_pod(string controller, string rest, DrainObstacles obstacles, bool staysWhenAccepted)
    {
        var json = Pod(controller.Length > 0 ? Owner.Replace("KIND", controller, StringComparison.Ordinal) : "", rest);

        Assert.Equal(new DrainDecision("shop", "web-1", "u-1", false, obstacles), s_strict.Decide(json));
        Assert.Equal(new DrainDecision("shop", "web-1", "u-1", staysWhenAccepted, DrainObstacles.None), s_lenient.Decide(json));
    }

    [Fact]
    public void A_static_pod_is_not_evicted() => Assert.Equal(
        new DrainDecision("shop", "web-1", "u-1", true, DrainObstacles.None), s_strict.Decide(Pod("'annotations':{'kubernetes.io/config.mirror':'x'}", "")));

    private static byte[] Pod(string metadata, string rest)
    {
        var (more, also) = (metadata.Length > 0 ? "," : "", rest.Length > 0 ? "," : "");
        return Encoding.UTF8.GetBytes(
            $"{{'metadata':{{'namespace':'shop','name':'web-1','uid':'u-1'{more}{metadata}}}{also}{rest}}}".Replace('\'', '"'));
    }
}
