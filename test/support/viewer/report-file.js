'stands in for the bundled view: </script><!--';
