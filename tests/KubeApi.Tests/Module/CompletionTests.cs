namespace KubeApi.Tests.Module;

public sealed class CompletionTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("Get-KubeApiObject namespaces NS-t", "NS-two")]
    [InlineData("Get-KubeApiObject ns -LiteralName NS-t", "NS-two")]
    [InlineData("Get-KubeApiObject namespace/NS-t", "namespace/NS-two")]
    [InlineData("Get-KubeApiObject -Namespace NS", "NS,NS-one,NS-two")]
    [InlineData("Get-KubeApiObject serviceaccounts -n NS-one -Name NS-r", "NS-robot")]
    [InlineData("Get-KubeApiObject serviceaccounts NS-r", "")]
    [InlineData("Get-KubeApiObject serviceaccounts -AllNamespaces -Name NS-r", "NS-robot")]
    [InlineData("Get-KubeApiObject serviceaccounts -n nowhere NS-r", "")]
    [InlineData("Get-KubeApiObject nosuchthings a", "")]
    [InlineData("Get-KubeApiObject ns -Session nowhere NS", "")]
    [InlineData("Get-KubeApiLog a%b -Container ", "")]
    public void Names_of_objects_and_namespaces_come_from_the_server(string line, string expected)
    {
        using var shell = sandbox.InNamespace();
        shell.Get("""
            foreach ($name in 'one', 'two') { $null = Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = "$ns-$name" } } }
            $null = Invoke-KubeApi POST "/api/v1/namespaces/$ns-one/serviceaccounts" -Body @{ metadata = @{ name = "$ns-robot" } }
            """);
        var name = shell.Get("$ns")[0].ToString();

        AssertOffers(shell, line.Replace("NS", name, StringComparison.Ordinal), expected.Replace("NS", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-KubeApiObject deployments -Subresource ", "scale,status")]
    [InlineData("Get-KubeApiObject po/x -Subresource l", "log")]
    [InlineData("Get-KubeApiObject pods,deploy -Subresource s", "scale,status")]
    [InlineData("Get-KubeApiObject pods -Subresource ev", "")]
    [InlineData("Get-KubeApiObject nosuchthings -Subresource ", "")]
    [InlineData("Update-KubeApiObject pods -Subresource l", "")]
    [InlineData("Update-KubeApiObject csr -Subresource ", "approval,status")]
    [InlineData("Set-KubeApiObject -Subresource appr", "approval")]
    [InlineData("Compare-KubeApiObject -Subresource sc", "scale")]
    public void Only_subresources_that_the_command_supports_are_offered(string line, string expected)
    {
        using var shell = sandbox.Connected();

        AssertOffers(shell, line, expected);
    }

    [Theory]
    [InlineData("Restart-KubeApiWorkload ", "deployments,statefulsets,daemonsets")]
    [InlineData("Undo-KubeApiRollout ", "deployments,statefulsets,daemonsets")]
    [InlineData("Get-KubeApiRollout ", "deployments,statefulsets,daemonsets")]
    [InlineData("Resize-KubeApiWorkload ", "deployments,statefulsets,replicasets,replicationcontrollers")]
    [InlineData("Get-KubeApiObject s", "services,secrets,statefulsets,serviceaccounts,servicecidrs,storageclasses")]
    [InlineData("Get-KubeApiObject bind", "")]
    [InlineData("Watch-KubeApiObject pod", "pods,poddisruptionbudgets,podtemplates")]
    [InlineData("Remove-KubeApiObject subj", "")]
    [InlineData("Update-KubeApiObject pods.m", "")]
    [InlineData("Edit-KubeApiObject componentst", "")]
    [InlineData("Test-KubeApiAccess create localsubj", "localsubjectaccessreviews")]
    [InlineData("Get-KubeApiObject deployments.", "deployments.apps,deployments.v1.apps")]
    [InlineData("Get-KubeApiObject pods.v", "pods.v1,pods.v1beta1.metrics.k8s.io")]
    public void Only_types_that_the_command_supports_are_offered(string line, string expected)
    {
        using var shell = sandbox.Connected();

        AssertOffers(shell, line, expected);
    }

    [Theory]
    [InlineData("-LabelSelector ", "app,app.kubernetes.io/name,tier")]
    [InlineData("-l ti", "tier")]
    [InlineData("-l app=", "app=shop,app=web")]
    [InlineData("-l app=w", "app=web")]
    [InlineData("-l app==w", "app==web")]
    [InlineData("-l app!=s", "'app!=shop'")]
    [InlineData("-l !ti", "'!tier'")]
    [InlineData("-l app=web,ti", "tier")]
    [InlineData("-l app=web,", "app,app.kubernetes.io/name,tier")]
    [InlineData("-l 'app=web,tier=f", "'app=web,tier=front'")]
    [InlineData("-l 'app in (", "'app in (shop)','app in (web)'")]
    [InlineData("-l 'app notin (shop, w", "'app notin (shop, web)'")]
    [InlineData("-l 'app in (shop,web), ti", "'app in (shop,web), tier'")]
    [InlineData("-l 'app in (shop,web) ", "")]
    [InlineData("-l App=", "")]
    [InlineData("-l none=", "")]
    [InlineData("-n nowhere -l ", "")]
    [InlineData("-FieldSelector ", "metadata.name,metadata.namespace")]
    [InlineData("-FieldSelector metadata.name=o", "metadata.name=one")]
    [InlineData("-FieldSelector metadata.name!=one,metadata.name", "metadata.name,metadata.namespace")]
    public void Keys_and_values_of_selectors_are_offered(string selector, string expected)
    {
        using var shell = sandbox.InNamespace();
        shell.Get("""
            function New-Map($Name, $Labels) {
                $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name; namespace = $ns; labels = $Labels } }
            }
            New-Map one @{ app = 'web'; tier = 'front' }
            New-Map two @{ app = 'shop'; 'app.kubernetes.io/name' = 'two' }
            $null = Select-KubeApiSession -Namespace $ns
            """);

        AssertOffers(shell, $"Get-KubeApiObject configmaps {selector}", expected);
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods -FieldSelector s", "spec.nodeName,spec.restartPolicy,spec.schedulerName,spec.serviceAccountName,spec.hostNetwork,"
        + "status.phase,status.podIP,status.nominatedNodeName")]
    [InlineData("Watch-KubeApiObject pods -FieldSelector status.phase=R", "status.phase=Running")]
    [InlineData("Remove-KubeApiObject ns -FieldSelector status.phase=", "status.phase=Active,status.phase=Terminating")]
    [InlineData("Get-KubeApiObject events -FieldSelector involvedObject.n", "involvedObject.namespace,involvedObject.name")]
    [InlineData("Get-KubeApiObject events -FieldSelector type=", "type=Normal,type=Warning")]
    [InlineData("Get-KubeApiObject secrets -FieldSelector type=", "")]
    [InlineData("Get-KubeApiObject nosuchthings -FieldSelector ", "")]
    [InlineData("Get-KubeApiObject nosuchthings -LabelSelector ", "")]
    [InlineData("Get-KubeApiLog pods -LabelSelector none=", "")]
    [InlineData("Invoke-KubeApi ", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS")]
    [InlineData("Invoke-KubeApi /a", "/api,/apis")]
    [InlineData("Invoke-KubeApi /api/", "/api/v1")]
    [InlineData("Invoke-KubeApi GET ", "/api,/apis,/healthz,/livez,/metrics,/openapi,/readyz,/version")]
    [InlineData("Invoke-KubeApi GET /apis/bat", "/apis/batch")]
    [InlineData("Invoke-KubeApi DELETE /apis/batch/v1/", "/apis/batch/v1/cronjobs,/apis/batch/v1/jobs,/apis/batch/v1/namespaces")]
    [InlineData("Invoke-KubeApi '/apis/batch/v1/namespaces/defau", "/apis/batch/v1/namespaces/default")]
    [InlineData("Invoke-KubeApi /apis/batch/v1/namespaces/default/", "/apis/batch/v1/namespaces/default/cronjobs,/apis/batch/v1/namespaces/default/jobs")]
    [InlineData("Invoke-KubeApi /api/v1/namespaces/default/serviceaccounts/def", "/api/v1/namespaces/default/serviceaccounts/default")]
    [InlineData("Invoke-KubeApi /api/v1/namespaces/default/pods/x/l", "/api/v1/namespaces/default/pods/x/log")]
    [InlineData("Invoke-KubeApi /api/v1/pods/", "")]
    [InlineData("Invoke-KubeApi /nowhere/", "")]
    public void What_the_server_has_is_offered(string line, string expected)
    {
        using var shell = sandbox.Connected();

        AssertOffers(shell, line, expected);
    }

    [Fact]
    public void Selectable_fields_of_custom_resources_are_offered()
    {
        using var shell = sandbox.InNamespace();
        var name = shell.Get("$ns")[0].ToString();
        shell.Get("""
            $null = New-KubeApiObject @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "books.$ns.example.com" }
                spec = @{
                    group = "$ns.example.com"; scope = 'Namespaced'; names = @{ plural = 'books'; singular = 'book'; kind = 'Book' }
                    versions = @(@{
                        name = 'v1'; served = $true; storage = $true; selectableFields = @(@{ jsonPath = '.spec.author' })
                        schema = @{ openAPIV3Schema = @{
                            type = 'object'; properties = @{ spec = @{ type = 'object'; properties = @{ author = @{ type = 'string' } } } }
                        } }
                    })
                }
            }
            $null = Wait-KubeApiObject crd "books.$ns.example.com" -For Condition=Established
            $null = Get-KubeApiResource
            """);

        AssertOffers(shell, $"Get-KubeApiObject books.{name}.example.com -FieldSelector ", "metadata.name,metadata.namespace,spec.author");
    }

    [Fact]
    public void Revisions_are_offered_newest_first()
    {
        using var shell = sandbox.InNamespace();
        shell.Get("""
            $web = @{
                apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' }
                spec = @{
                    replicas = 0; selector = @{ matchLabels = @{ app = 'web' } }
                    template = @{ metadata = @{ labels = @{ app = 'web' } }; spec = @{ containers = @(@{ name = 'app'; image = 'busybox:1.36' }) } }
                }
            }
            $null = Select-KubeApiSession -Namespace $ns
            $null = New-KubeApiObject $web -Wait
            $web.spec.template.metadata.labels.more = 'yes'
            $null = Set-KubeApiObject $web -Replace -Wait
            """);

        AssertOffers(shell, "Undo-KubeApiRollout deploy web -ToRevision ", "2,1");
        AssertOffers(shell, "Undo-KubeApiRollout deploy/web -ToRevision 2", "2");
        AssertOffers(shell, "Undo-KubeApiRollout deploy none -ToRevision ", "");
    }

    [Fact]
    public void Without_the_right_to_list_namespaces_the_namespace_of_the_session_is_offered()
    {
        using var shell = sandbox.ToCluster();
        shell.Get("$null = Connect-KubeApi -KubeConfig $KubeConfig -Namespace mine -As nobody -Name ([guid]::NewGuid())");

        AssertOffers(shell, "Get-KubeApiObject pods -Namespace ", "mine");
        AssertOffers(shell, "Get-KubeApiObject pods ", "");
    }

    [SandboxFact]
    public void Pressing_Tab_again_sends_no_request()
    {
        using var shell = sandbox.Connected();
        AssertOffers(shell, "Get-KubeApiObject namespaces defau", "default");
        sandbox.Server.ClearRequests();

        AssertOffers(shell, "Get-KubeApiObject namespaces kube-s", "kube-system");
        Assert.Empty(sandbox.Server.Requests);
    }

    [SandboxFact]
    public void The_first_Tab_after_connecting_completes_types()
    {
        using var shell = sandbox.Connected();
        sandbox.Server.ClearRequests();

        AssertOffers(shell, "Get-KubeApiObject pod", "pods,pods.metrics.k8s.io,poddisruptionbudgets,podtemplates");
        AssertOffers(shell, "Get-KubeApiObject podt", "podtemplates");
        Assert.Equal(["/api", "/apis"], sandbox.Server.Requests.Select(r => r.PathAndQuery).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods | Where-Object st", "status")]
    [InlineData("Get-KubeApiObject pods | Select-Object n", "Name,Namespace")]
    [InlineData("Get-KubeApiObject pods | Sort-Object c", "Columns,Created")]
    [InlineData("Get-KubeApiObject pods | Where-Object status | ForEach-Object { $_.spec.nodeN", "nodeName")]
    [InlineData("Get-KubeApiObject pods | Where-Object { $_.metadata.cr", "creationTimestamp")]
    [InlineData("(Get-KubeApiObject pods).status.ph", "phase")]
    [InlineData("foreach ($pod in Get-KubeApiObject pods) { $pod.metadata.la", "labels")]
    [InlineData("$web = Restart-KubeApiWorkload deploy web; $web.spec.repl", "replicas")]
    [InlineData("Get-KubeApiEvent | Where-Object re", "reason,reportingComponent")]
    public void Fields_of_objects_are_offered_before_there_are_objects(string line, string expected)
    {
        using var shell = sandbox.Shell();

        AssertOffers(shell, line, expected);
    }

    [Fact]
    public void Without_a_session_nothing_is_offered()
    {
        using var shell = sandbox.Shell();

        AssertOffers(shell, "Get-KubeApiObject pods -Name ", "");
        AssertOffers(shell, "Get-KubeApiObject -Namespace ", "");
    }

    // A response may take longer than completion waits for it: then the next press of Tab has it.
    private static void AssertOffers(ModuleShell shell, string line, string expected)
    {
        var offered = shell.Complete(line);
        Assert.True(SpinWait.SpinUntil(() => offered == expected || (offered = shell.Complete(line)) == expected, TimeSpan.FromMinutes(1)), offered);
    }
}
